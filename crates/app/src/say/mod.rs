//! Sentences: what models and folds know, said in the learner's language.
//!
//! Pure, so that every sentence is tested without a browser.

mod endings;
mod errors;
mod events;

pub(crate) use endings::{Verdicts, ending, ending_id};
pub(crate) use errors::{Told, engine_error, link_error, link_error_code, not_up};
pub(crate) use events::{sentence, word};

use crate::text::Text;
use model::{Clock, Code, Mode};

/// What a mode is called.
pub(crate) fn mode(mode: Mode, text: &Text) -> &'static str {
    match mode {
        Mode::Sequential => text.mode_sequential(),
        Mode::Gil => text.mode_gil(),
        Mode::Free => text.mode_free(),
        Mode::Processes => text.mode_processes(),
        Mode::EventLoop => text.mode_event_loop(),
    }
}

/// What a form of a program is called.
pub(crate) fn code(code: Code, text: &Text) -> &'static str {
    match code {
        Code::Python => text.code_python(),
        Code::Compiled => text.code_compiled(),
    }
}

/// What it means that the program runs in this form.
pub(crate) fn code_help(code: Code, text: &Text) -> &'static str {
    match code {
        Code::Python => text.code_python_help(),
        Code::Compiled => text.code_compiled_help(),
    }
}

/// What a mode means, in one sentence.
pub(crate) fn mode_help(mode: Mode, text: &Text) -> &'static str {
    match mode {
        Mode::Sequential => text.mode_sequential_help(),
        Mode::Gil => text.mode_gil_help(),
        Mode::Free => text.mode_free_help(),
        Mode::Processes => text.mode_processes_help(),
        Mode::EventLoop => text.mode_event_loop_help(),
    }
}

/// What a clock is called.
pub(crate) fn clock(clock: Clock, text: &Text) -> &'static str {
    match clock {
        Clock::Measured => text.measured(),
        Clock::Modelled => text.modelled(),
    }
}

/// What a clock means, in one sentence.
pub(crate) fn clock_help(clock: Clock, text: &Text) -> &'static str {
    match clock {
        Clock::Measured => text.measured_help(),
        Clock::Modelled => text.modelled_help(),
    }
}
