"""The town's register of poles: files are read into rows, rows are checked, a plan says what would change, then it is done.

The command line and the desk go the same way, and so does what somebody types by hand: it is a file of one row.
"""
