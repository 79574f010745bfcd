"""What people read: feedback pages, the marks as CSV, the class report, and files for a learning management system.

All of it is made from the gradebook and from nothing else, so that it can be made anew at any time.
"""
