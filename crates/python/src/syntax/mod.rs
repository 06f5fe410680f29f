//! The words of errors of syntax, as CPython says them. Nothing here knows a parser's types.
