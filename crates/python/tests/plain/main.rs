//! Plain functions held against CPython 3.11: each case is an expression of Python and what we say
//! of it. Where `python3` is 3.11 it is asked for all of them; what it said of some is recorded, so
//! that a test can fail everywhere.

mod against;
mod calendar;
mod chances;
mod expressions;
mod formats;
mod mathematics;
mod notation;
mod numbers;
mod texts;
mod wrong_programs;
