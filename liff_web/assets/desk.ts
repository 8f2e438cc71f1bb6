// Carried by every page of the desk. Everything works without it; with it, forms marked for it save a reload.
import "htmx.org";
