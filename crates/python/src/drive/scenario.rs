//! The program of a scenario on an engine: it says itself what it came to, and that is held against what its scenario
//! declares. It refuses to know what any scenario is about.

use super::{Over, Teller, main};
use crate::code::Program;
use model::{Mark, Meta, Params, Undeclared, Verdict};
use runtime::Cx;
use std::sync::Arc;

/// The main task of the program of this scenario, whose text these parameters made. An exception that nobody caught is a
/// crash, and so is a verdict that the scenario does not declare, or none: the words of those are for who writes one.
pub async fn scenario(
    cx: Cx,
    program: Arc<Program>,
    meta: Arc<Meta>,
    params: Params,
    teller: Option<Teller>,
) -> Verdict {
    let (over, told) = main(&cx, program, teller).await;
    let words = match over {
        Over::Done(Some((key, numbers))) => match meta.concluded(&params, &key, &numbers, cx.now()) {
            Ok(verdict) => return verdict,
            Err(Undeclared::Key(key)) => format!("The scenario declares no verdict \"{key}\" with these parameters."),
            Err(Undeclared::Number(name)) => format!("The verdict \"{key}\" and the scenario differ in \"{name}\"."),
        },
        Over::Done(None) => "The program said no verdict.".to_string(),
        Over::Raised(words, status) => {
            told.tell(|told| {
                told.err.push_str(&words);
                told.print(&cx, &words, true);
                told.status = Some(status);
            });
            // The last line is what was raised; where it came from is told above.
            words.trim_end().lines().last().unwrap_or_default().to_string()
        }
        Over::Left(status) => format!("The program left with exit status {status}."),
        Over::Refused(words) => words.to_string(),
    };
    cx.crash(Mark::NONE, words.as_str()).await
}
