//! Running a program alone, from its beginning to its end: one task, no engine.

use crate::code::Program;
use crate::machine::{State, Stop};

/// So many bytecodes at a time, between which output is handed on.
const SLICE: i64 = 50_000;

/// What a program that runs alone has of the world.
pub trait World {
    /// Something was printed, on stdout or on stderr.
    fn print(&mut self, text: &str, is_err: bool);

    /// Lets so many nanoseconds pass.
    fn sleep(&mut self, nanos: u64);

    /// Nanoseconds since it began.
    fn now(&mut self) -> u64;

    /// A line of input without its end; `None` at the end of all.
    fn line(&mut self) -> Option<String>;

    /// Asked now and then: whether it is to go on.
    fn goes_on(&mut self) -> bool {
        true
    }
}

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// With this exit status; a traceback has been printed.
    Status(i32),
    /// The world did not let it go on.
    Stopped,
    /// It asked for what only an engine can do.
    NeedsEngine,
}

/// Runs it to its end.
pub fn run(program: &Program, world: &mut impl World) -> Ended {
    let mut state = State::new(program);
    let mut last: Option<crate::Value> = None;
    loop {
        state.fuel = SLICE;
        let stop = state.run(program);
        let (out, err) = state.take_output();
        for (text, is_err) in [(out, false), (err, true)] {
            if !text.is_empty() {
                world.print(&text, is_err);
            }
        }
        match stop {
            Stop::Checkpoint => {
                if !world.goes_on() {
                    return Ended::Stopped;
                }
            }
            Stop::Done if last.is_none() => return Ended::Status(0),
            Stop::Raise(exception) if last.is_none() && state.ask_words(program, exception) => {
                // The program's own `__str__` is run first, then the traceback is written.
                last = Some(exception);
            }
            Stop::Raise(exception) => return ended(program, &mut state, last.unwrap_or(exception), world),
            Stop::Done => {
                let exception = last.expect("it was looked at");
                return ended(program, &mut state, exception, world);
            }
            Stop::Sleep(nanos) | Stop::Block(nanos) => {
                world.sleep(nanos);
                state.answer_none();
            }
            Stop::Now => state.answer_int(i64::try_from(world.now()).unwrap_or(i64::MAX)),
            Stop::Input => match world.line() {
                Some(line) => state.answer_text(&line),
                None => state.answer_end_of_input(program),
            },
            Stop::Load(_) | Stop::Store(..) | Stop::Unbind(_) | Stop::Shared(_) | Stop::Refused(_) | Stop::Act(_) => {
                return Ended::NeedsEngine;
            }
        }
    }
}

fn ended(program: &Program, state: &mut State, exception: crate::Value, world: &mut impl World) -> Ended {
    let (status, text) = state.exit(program, exception);
    if !text.is_empty() {
        world.print(&text, true);
    }
    Ended::Status(status)
}
