"""The people of the demo town, all invented: those whom `make run` puts side by side."""

from simulator.line import Line


def gather(line: Line) -> None:
    line.person("somchai", "สมชาย", subtitle="ประชาชน", avatar="👨")
    line.person("malee", "มาลี", subtitle="ประชาชน", avatar="👩")
    line.person("somsri", "ป้าสมศรี", subtitle="อาสา E-Node", avatar="👵")
    mana = line.person("mana", "ช่างมานะ", subtitle="เจ้าหน้าที่กองช่าง", avatar="👷")
    wichai = line.person("wichai", "ช่างวิชัย", subtitle="เจ้าหน้าที่กองช่าง", avatar="🧑‍🔧")
    line.person("praphan", "ผอ.ประพันธ์", subtitle="หัวหน้ากองช่าง", avatar="🧑‍💼")
    line.person("sombun", "นายกสมบูรณ์", subtitle="ผู้บริหาร", avatar="🎖️")
    line.group("กองช่าง", [mana, wichai], slug="public_works", subtitle="กลุ่มเจ้าหน้าที่", avatar="🛠️")
