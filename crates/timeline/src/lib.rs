//! Pure folds of events: what a run looked like, told to whoever draws or narrates it.
//!
//! A [`Trace`] takes in events as they arrive and keeps, at every moment, the [`Lane`] of each
//! task, the [`CellHistory`] of each variable, and figures of the whole; who holds what and who waits for
//! it, after any number of events, is its [`Waits`]. Every question a picture asks is
//! answered in time that grows with its pixels and not with the events behind them.
//! It refuses to know a colour, a pixel's size, a language or the web.

mod cells;
mod helpers;
mod lane;
mod narrate;
mod order;
mod overlap;
mod state;
mod trace;
mod versions;
mod waits;
mod why;

pub use cells::{CellHistory, Extent};
pub use lane::{Lane, Stretch};
pub use narrate::Narrated;
pub use overlap::Overlap;
pub use state::{STATES, State};
pub use trace::{Cut, Loss, Position, Trace};
pub use waits::Waits;
pub use why::Why;
