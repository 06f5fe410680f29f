//! An exploration that is going on, on the conductor's own thread in slices: every interleaving of a
//! scenario, then the shortest schedule of each outcome, then why the bad ones fail.
//!
//! It refuses to decide when it may work: it does a piece until a given time and says what there is to
//! tell. Time it spends paused counts for nothing.

use crate::clock;
use crate::program::Program;
use model::{Explanation, Exploration, Params, Progress};
use runtime::explorer::{Explaining, Explorer, LATE, Limits};

/// Steps between two looks at the clock: some tenths of a millisecond.
const STEPS: u64 = 1_000;

/// Steps of search that may go into the explanation of one outcome: a tenth of a second or two.
const EXPLAINING: u64 = 200_000;

/// How long a search may take, in nanoseconds of work.
const PATIENCE: u64 = 120_000_000_000;

/// How long, after that, schedules may be made shorter.
const SHORTENING: u64 = PATIENCE / 4;

/// What a page can hold and a person can look at.
const LIMITS: Limits =
    Limits { executions: u64::MAX, steps: u64::MAX, length: 10_000, late: LATE, memory: 128 << 20, tree: 1_000 };

/// An exploration that was begun.
pub struct Exploring {
    explorer: Explorer,
    stage: Stage,
    paused: bool,
    /// Nanoseconds it worked.
    worked: u64,
    patience: u64,
}

enum Stage {
    /// It looks for executions, or for shorter schedules of what was found.
    Searching,
    /// All is known but why: so many outcomes, the explanations of the first of them, and the one that
    /// is being looked for.
    Explaining(usize, Vec<Option<Explanation>>, Option<Explaining>),
}

/// What came of a piece.
#[derive(Debug)]
pub enum Piece {
    /// There is more to do.
    More,
    /// It waits to be resumed.
    Paused,
    /// It is over: all that was found, and for each outcome why it fails, if it does.
    Over(Box<Exploration>, Vec<Option<Explanation>>),
}

impl Exploring {
    /// Begins one of this program with these parameters; these numbers of its verdicts tell one outcome from
    /// another of the same name.
    #[must_use]
    pub fn begin(program: impl Into<Program>, params: Params, telling: &[String]) -> Exploring {
        let program = program.into();
        let telling: Vec<&str> = telling.iter().map(String::as_str).collect();
        let explorer = Explorer::new(move |cx| program.explored(cx, params.clone()), LIMITS).telling(&telling);
        Exploring { explorer, stage: Stage::Searching, paused: false, worked: 0, patience: PATIENCE }
    }

    /// Holds it, or lets it go on.
    pub fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// Ends it: what was found so far is told, as it is.
    #[must_use]
    pub fn stop(mut self) -> (Exploration, Vec<Option<Explanation>>) {
        self.explorer.give_up();
        let explained = match self.stage {
            Stage::Searching => Vec::new(),
            Stage::Explaining(_, explained, _) => explained,
        };
        (self.explorer.report(), explained)
    }

    /// How far it is, and how many nanoseconds it worked.
    #[must_use]
    pub fn progress(&self) -> (Progress, u64) {
        (self.explorer.progress(), self.worked)
    }

    /// Works until this time at most, or a little longer.
    pub fn go_on(&mut self, until: u64) -> Piece {
        if self.paused {
            return Piece::Paused;
        }
        let began = clock::now();
        let mut now = began;
        while now < until {
            match &mut self.stage {
                Stage::Searching => {
                    if !self.explorer.run_slice(STEPS) {
                        let outcomes = self.explorer.progress().outcomes;
                        let outcomes = usize::try_from(outcomes).unwrap_or(usize::MAX);
                        self.stage = Stage::Explaining(outcomes, Vec::new(), None);
                    }
                }
                Stage::Explaining(outcomes, explained, under_way) => {
                    if explained.len() >= *outcomes {
                        self.worked += now - began;
                        return Piece::Over(Box::new(self.explorer.report()), std::mem::take(explained));
                    }
                    match under_way.take().or_else(|| self.explorer.explaining(explained.len(), EXPLAINING)) {
                        None => explained.push(None),
                        Some(mut explaining) => match explaining.run_slice(STEPS) {
                            None => *under_way = Some(explaining),
                            why => explained.push(why),
                        },
                    }
                }
            }
            now = clock::now();
            if self.worked + (now - began) > self.patience {
                self.explorer.give_up();
                self.patience += SHORTENING;
            }
        }
        self.worked += now - began;
        Piece::More
    }
}
