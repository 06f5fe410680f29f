//! The three engines under programs of every kind: what passes the baton, what ends a run, that a run
//! can be had again, and that every primitive is what it should be in each of them.

mod baton;
mod convoy;
mod cuts;
mod groups;
mod hosts;
mod leaks;
mod machine;
mod parallel;
mod pools;
mod primitives;
mod programs;
mod steps;
mod threads;
