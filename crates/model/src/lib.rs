//! The words of Heddle: what the page, the engines and the folds say to each other.
//!
//! Plain data in closed enums, and the text forms of what outlives a build (links,
//! schedules). It refuses to know a clock, a thread, the web, a colour or a language.
//!
//! # Glossary
//!
//! * **scenario**: one experiment of the curriculum: a program, its parameters, its listing.
//! * **program**: the scenario's Rust `async` code, written once for every engine.
//! * **listing**: the Python program shown beside a run; **marks** tie operations to its lines.
//! * **task**: one strand of a program: a thread, a process, a coroutine, by mode.
//! * **object**: what tasks share: a cell, a lock, a queue; has a kind, a name, holders, waiters.
//! * **operation**: one visible thing a task does to an object or to time.
//! * **step**: one operation taking effect.
//! * **mode**: what running several tasks means: sequential, gil, free, processes, event-loop.
//! * **clock**: measured (real time) or modelled (virtual time).
//! * **engine**: an executor of programs under one clock and some modes.
//! * **run**: one execution of a program by an engine; it yields **events** and one **ending**.
//! * **recording**: a run that is over as a document: what was run and where, its names, events and ending.
//! * **verdict**: what the program concluded, when it finished.
//! * **outcome**: an ending without its accidental numbers; what the explorer counts.
//! * **schedule**: which task takes each step, as text that can be replayed.
//! * **code**: a scenario's program as its Python or as its compiled **twin**.
//! * **job**: whose program is to be run, and as what link.
//! * **link**: scenario, mode, clock, parameters, seed and schedule as one text.

mod code;
mod ending;
mod event;
mod exploration;
mod ids;
mod job;
mod link;
mod machine;
mod meta;
mod mode;
mod names;
mod param;
mod protocol;
mod recording;
mod schedule;
pub mod wire;

pub use code::Code;
pub use ending::{Ending, NotStarted, Outcome, TaskFailure, Verdict, WaitFor};
pub use event::{EVENT_BYTES, Event, EventKind, MOST_EVENTS};
pub use exploration::{
    Access, Bound, Conflict, Coverage, Edge, Explanation, Exploration, Found, Order, Progress, Told, Tree, TreeNode,
};
pub use ids::{Mark, ObjectId, TaskId};
pub use job::Job;
pub use link::{Expected, Link, LinkError, MAX_LINK};
pub use machine::{Granularity, MachineParam, MachineParams, machine_params};
pub use meta::{Meta, Quantity, Twin, Undeclared};
pub use mode::{Clock, Mode};
pub use names::{Holding, Name, NameOf, Names, ObjectKind};
pub use param::{ParamKind, ParamSpec, Params, Preset, Specs};
pub use protocol::{Command, EngineError, Fault, Mismatch, Printed, Report, RunId, Summary, Work, Wrong};
pub use recording::{MachineFacts, Recording, RecordingError, Records};
pub use schedule::{Schedule, ScheduleError, Step, Strayed};
