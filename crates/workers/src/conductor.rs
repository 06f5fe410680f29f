//! The conductor: hears the page, has one run at a time done in pieces, tells the page.
//!
//! It is called with every message ([`Conductor::hear`]) and whenever it asked to be
//! ([`Conductor::beat`]), and is back within some milliseconds. It knows neither the browser nor
//! an engine: the page is a function that sends, threads come from a [`Pool`], a run is a [`Running`].

use crate::explore::{Exploring, Piece};
use crate::measure::Measure;
use crate::plan::{self, Asks, Means, Plan, plan};
use crate::pool::{self, Place, Pool, PoolState};
use crate::program::{self, Program};
use crate::runs::{Running, Step};
use crate::trace::{Batch, Rings};
use crate::{clock, failure};
use model::{Command, Ending, EngineError, Fault, Mismatch, Report, RunId, Summary, Work, wire};
use scenarios::Twin;
use std::sync::Arc;

/// How long a piece may take: a stop is heard after that.
const PIECE: u64 = 10_000_000;

/// How often events are sent: about once a frame of the page.
const FRAME: u64 = 16_000_000;

/// How often the progress of an exploration is told.
const GLANCE: u64 = 100_000_000;

/// How often it looks whether the pool is there.
const LOOK: u64 = 1_000_000;

/// How long a run waits for threads that it can do without. Without them native code keeps the GIL, which is
/// not what anybody wants to see because a machine was busy for a moment.
const SHORT_PATIENCE: u64 = 5_000_000_000;

/// The most events one trace ring holds, and all of them together: 8 MB and 128 MB, of which
/// only what is written to is ever given to the page.
const RING_EVENTS: u32 = 1 << 18;
const ALL_EVENTS: u32 = 1 << 22;

/// Sends a message to the page.
pub type Send = Box<dyn Fn(Vec<u8>)>;

/// When the conductor wants to be called again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// With the next message only.
    Idle,
    /// At once, after the messages that wait.
    Soon,
    /// In so many nanoseconds.
    After(u64),
}

/// The conductor.
pub struct Conductor<P> {
    send: Send,
    twins: &'static [Twin],
    pool: P,
    place: Place,
    rings: Option<Arc<Rings>>,
    active: Option<Active>,
    /// Why nothing can be done here any more.
    broken: Option<Fault>,
}

struct Active {
    run: RunId,
    /// What is run, which may print meanwhile.
    program: Option<Program>,
    stage: Stage,
    batch: Batch,
    sent: u64,
}

/// What is to begin, perhaps once the pool is there.
enum Ahead {
    Run(Plan),
    Measure(Measure),
}

impl Ahead {
    fn asks(&self, place: Place) -> Asks {
        match self {
            Ahead::Run(plan) => plan.asks(place),
            Ahead::Measure(measure) => measure.threads().map_or(Asks::Nothing, Asks::Threads),
        }
    }

    fn begin(&self, means: Means) -> Box<dyn Running> {
        match self {
            Ahead::Run(plan) => plan.begin(means),
            Ahead::Measure(measure) => measure.begin(means),
        }
    }
}

enum Stage {
    /// Until the pool is there; since when.
    Waits(Ahead, u64),
    Runs(Box<dyn Running>),
    Explores(Box<Exploring>),
}

impl<P: Pool> Conductor<P> {
    /// A conductor that has heard nothing yet, and says that it is ready.
    pub fn new(send: Send, twins: &'static [Twin], pool: P, place: Place, resolution: u64) -> Conductor<P> {
        let conductor = Conductor { send, twins, pool, place, rings: None, active: None, broken: None };
        conductor.tell(&Report::Ready { isolated: place.isolated, cores: place.cores, resolution });
        conductor
    }

    /// Takes a message of the page.
    pub fn hear(&mut self, message: &[u8]) -> Next {
        match wire::read_command(message) {
            Ok(Command::Begin(run, work)) => return self.begin(run, work),
            Ok(Command::Ping) => self.tell(&Report::Alive),
            Ok(Command::Check(number, source)) => {
                self.tell(&Report::Checked { number, wrong: program::check(&source) });
            }
            Ok(Command::Pause(run)) => self.hold(run, true),
            Ok(Command::Resume(run)) => self.hold(run, false),
            Ok(Command::Stop(run)) => {
                if let Some(active) = self.active.as_mut().filter(|active| active.run == run) {
                    match &mut active.stage {
                        Stage::Explores(_) => self.stop_exploring(),
                        Stage::Runs(running) => running.stop(),
                        Stage::Waits(..) => self.end(Ending::Stopped, Summary::default()),
                    }
                    return Next::Soon;
                }
            }
            Err(words) => {
                let error = EngineError::Mismatch(Mismatch::Unreadable(words));
                self.tell(&Report::Refused { run: RunId(0), error });
            }
        }
        if self.active.is_some() { Next::Soon } else { Next::Idle }
    }

    /// Does a piece of what there is to do.
    pub fn beat(&mut self) -> Next {
        if let Some(message) = failure::take() {
            self.fail(message);
        }
        let Some(active) = &mut self.active else { return Next::Idle };
        match &mut active.stage {
            Stage::Waits(..) => self.look_at_pool(),
            Stage::Explores(_) => self.explore(),
            Stage::Runs(running) => {
                let step = running.go_on(clock::now() + PIECE);
                running.source().take(&mut active.batch);
                match step {
                    Step::Over(ending, at) => {
                        let summary = running.summary(at, &active.batch);
                        self.end(ending, summary);
                        Next::Idle
                    }
                    Step::Refused(error) => {
                        running.stop();
                        let report = Report::Refused { run: active.run, error };
                        self.active = None;
                        self.tell(&report);
                        Next::Idle
                    }
                    Step::Measured(value) => {
                        let report = Report::Measured { run: active.run, value };
                        self.active = None;
                        self.tell(&report);
                        Next::Idle
                    }
                    Step::Soon => {
                        self.send_events(FRAME);
                        Next::Soon
                    }
                    Step::After(nanos) => {
                        // Before a long wait everything is told; otherwise once a frame.
                        self.send_events(if nanos >= FRAME { 0 } else { FRAME });
                        Next::After(nanos)
                    }
                }
            }
        }
    }

    /// A worker that this one started is no more, or a thread panicked: nothing can be trusted.
    pub fn fail(&mut self, fault: Fault) {
        if let Some(active) = self.active.take() {
            self.tell(&Report::Refused { run: active.run, error: EngineError::WorkerFailed(fault.clone()) });
            // Its locks may be held by a thread that is dead: not even dropping it is safe.
            std::mem::forget(active);
        }
        self.broken.get_or_insert(fault);
    }

    fn begin(&mut self, run: RunId, work: Work) -> Next {
        if self.active.is_none() {
            failure::in_run(run);
        }
        let begun = match (&self.broken, &self.active) {
            (Some(fault), _) => Err(EngineError::WorkerFailed(fault.clone())),
            (None, Some(_)) => Err(EngineError::Mismatch(Mismatch::Busy)),
            (None, None) => self.stage(run, work),
        };
        match begun {
            Ok((stage, program)) => {
                self.active = Some(Active { run, program, stage, batch: Batch::default(), sent: clock::now() });
                self.beat()
            }
            Err(error) => {
                self.tell(&Report::Refused { run, error });
                if self.active.is_some() { Next::Soon } else { Next::Idle }
            }
        }
    }

    /// Begins what can be begun at once; what needs the pool waits for it.
    fn stage(&mut self, run: RunId, work: Work) -> Result<(Stage, Option<Program>), EngineError> {
        let mut prints = None;
        let ahead = match work {
            Work::Run(job) => {
                let plan = plan(self.twins, job, self.place)?;
                prints = Some(plan.program.clone());
                Ahead::Run(plan)
            }
            Work::Measure(what) => {
                let measure = Measure::parse(&what);
                Ahead::Measure(measure.ok_or(EngineError::Mismatch(Mismatch::Measure(what)))?)
            }
            Work::Explore(job) => {
                let (program, link) = plan::read(self.twins, &job)?;
                self.tell(&Report::Started { run });
                let exploring = Exploring::begin(program, link.params, &job.meta.telling);
                return Ok((Stage::Explores(Box::new(exploring)), None));
            }
        };
        let threads = match ahead.asks(self.place) {
            Asks::Nothing => None,
            Asks::Helpers(_) if self.pool_is_decided() => None,
            Asks::Helpers(threads) | Asks::Threads(threads) => Some(plan::threads(threads, self.place)?),
        };
        let Some(threads) = threads else { return Ok((Stage::Runs(self.start(run, &ahead, 0)), prints)) };
        if self.place.pool.is_none() {
            let size = pool::size_for(threads, self.place);
            self.place.pool = Some(size);
            self.pool.start(size);
        }
        Ok((Stage::Waits(ahead, clock::now()), prints))
    }

    /// Begins it with what there is, and says so.
    fn start(&mut self, run: RunId, ahead: &Ahead, waited: u64) -> Box<dyn Running> {
        self.tell(&Report::Started { run });
        let rings = match ahead.asks(self.place) {
            Asks::Threads(_) => self.rings(),
            Asks::Nothing | Asks::Helpers(_) => Arc::new(Rings::new(0)),
        };
        let has_pool = self.pool.state() == PoolState::Ready;
        ahead.begin(Means { rings, has_pool, colony: self.pool.colony(), waited })
    }

    /// Whether nothing more will become of the pool: it is there or it never will be.
    fn pool_is_decided(&self) -> bool {
        matches!(self.pool.state(), PoolState::Ready | PoolState::Failed(_))
    }

    fn look_at_pool(&mut self) -> Next {
        let Some(Active { run, stage: Stage::Waits(ahead, since), .. }) = &self.active else { return Next::Idle };
        let (run, waited) = (*run, clock::now() - since);
        let can_do_without = matches!(ahead.asks(self.place), Asks::Helpers(_));
        let begins = match self.pool.state() {
            PoolState::Ready => true,
            PoolState::Failed(_) if can_do_without => true,
            PoolState::Failed(fault) => {
                self.fail(fault);
                return Next::Idle;
            }
            PoolState::Cold | PoolState::Starting if can_do_without => waited > SHORT_PATIENCE,
            PoolState::Cold | PoolState::Starting if waited > pool::PATIENCE => {
                self.fail(Fault::NoThreads(None));
                return Next::Idle;
            }
            PoolState::Cold | PoolState::Starting => false,
        };
        if !begins {
            return Next::After(LOOK);
        }
        if let Some(Active { stage: Stage::Waits(ahead, _), program, batch, sent, .. }) = self.active.take() {
            let stage = Stage::Runs(self.start(run, &ahead, waited));
            self.active = Some(Active { run, program, stage, batch, sent });
        }
        Next::Soon
    }

    /// The rings of the pool's threads.
    fn rings(&mut self) -> Arc<Rings> {
        let threads = self.place.pool.unwrap_or_default();
        let capacity = RING_EVENTS.min(ALL_EVENTS / threads.next_power_of_two());
        self.rings.get_or_insert_with(|| Arc::new(Rings::new(capacity))).clone()
    }

    /// Does a piece of an exploration.
    fn explore(&mut self) -> Next {
        let Some(Active { run, stage: Stage::Explores(exploring), .. }) = &mut self.active else { return Next::Idle };
        match exploring.go_on(clock::now() + PIECE) {
            Piece::More => {
                self.send_progress(GLANCE);
                Next::Soon
            }
            Piece::Paused => {
                self.send_progress(0);
                Next::Idle
            }
            Piece::Over(found, explained) => {
                let (run, (_, worked)) = (*run, exploring.progress());
                self.active = None;
                self.tell(&Report::Explored { run, found, explained, worked });
                Next::Idle
            }
        }
    }

    /// Holds an exploration, or lets it go on.
    fn hold(&mut self, run: RunId, paused: bool) {
        let active = self.active.as_mut().filter(|active| active.run == run);
        if let Some(Active { stage: Stage::Explores(exploring), .. }) = active {
            exploring.pause(paused);
        }
    }

    /// Tells what the exploration has found so far, and that it is over.
    fn stop_exploring(&mut self) {
        if let Some(Active { run, stage: Stage::Explores(exploring), .. }) = self.active.take() {
            let (_, worked) = exploring.progress();
            let (found, explained) = exploring.stop();
            self.tell(&Report::Explored { run, found: Box::new(found), explained, worked });
        }
    }

    /// Tells how far an exploration is, unless that was told less than so long ago.
    fn send_progress(&mut self, apart: u64) {
        let Some(Active { run, stage: Stage::Explores(exploring), sent, .. }) = &mut self.active else { return };
        let now = clock::now();
        if now >= *sent + apart {
            *sent = now;
            let (progress, worked) = exploring.progress();
            (self.send)(wire::report(&Report::Exploring { run: *run, progress, worked }));
        }
    }

    /// Tells everything there is to tell of the run, and that it is over.
    fn end(&mut self, ending: Ending, summary: Summary) {
        self.send_events(0);
        if let Some(active) = self.active.take() {
            self.tell(&Report::Ended { run: active.run, ending, summary });
        }
    }

    /// Sends what was taken, unless something was sent less than so long ago.
    fn send_events(&mut self, apart: u64) {
        let Some(active) = &mut self.active else { return };
        let now = clock::now();
        if now < active.sent + apart {
            return;
        }
        active.sent = now;
        let names = std::mem::take(&mut active.batch.names);
        if !names.is_empty() {
            (self.send)(wire::report(&Report::Names { run: active.run, names }));
        }
        let printed = active.program.as_ref().map_or_else(Vec::new, Program::printed);
        if !printed.is_empty() {
            (self.send)(wire::report(&Report::Printed { run: active.run, printed }));
        }
        if !active.batch.events.is_empty() {
            let mut message = wire::events(active.run);
            message.append(&mut active.batch.events);
            (self.send)(message);
        }
    }

    fn tell(&self, report: &Report) {
        (self.send)(wire::report(report));
    }
}
