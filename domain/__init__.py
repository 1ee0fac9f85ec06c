"""The words of the programme: tables, codes, money, periods and errors. Standard library only."""
