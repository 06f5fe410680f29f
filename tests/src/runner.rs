//! Runs specs: each browser is started once and gets one spec after another, both browsers at the
//! same time. A spec that fails costs its browser, so that the next one begins with a sound one.
//!
//! Two browsers and what they run want more cores than there are, and some promises are about time. So a few specs that
//! broke are tried once more, one at a time, and the report names those that were kept only then. What is
//! broken twice is broken.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::browser::Browser;
use crate::driver::{self, Kind};

/// One promise of the page.
#[derive(Clone, Copy)]
pub struct Spec {
    /// What it is called, with the file it stands in.
    pub name: &'static str,
    /// Panics where the promise is not kept.
    pub run: fn(&mut Browser),
}

impl Spec {
    /// Its name in this browser.
    fn called(&self, kind: Kind) -> String {
        format!("{}::{}", kind.id(), self.name)
    }
}

/// Specs that broke, each with its browser.
type Broken = Vec<(Kind, Spec)>;

/// Where more are broken than this, no busy machine is to blame.
const MOST_TRIED_AGAIN: usize = 5;

/// The specs of these names.
#[macro_export]
macro_rules! specs {
    ($($file:ident :: { $($name:ident),* $(,)? }),* $(,)?) => {
        &[$($($crate::Spec { name: concat!(stringify!($file), "::", stringify!($name)), run: $file::$name },)*)*]
    };
}

/// Runs the specs that the command line asks for: those whose name, with the browser's before it,
/// contains one of its words.
pub fn run(specs: &[Spec]) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    ctrlc::set_handler(|| {
        driver::end_all();
        std::process::exit(130);
    })
    .expect("the handler is set once, at the start");
    keep_panics_for_the_report();
    let began = Instant::now();
    let broken: Broken = std::thread::scope(|scope| {
        let lanes = Kind::ALL.map(|kind| {
            let words = &words;
            scope.spawn(move || {
                let is_wanted = |spec: &&Spec| {
                    let name = spec.called(kind);
                    words.is_empty() || words.iter().any(|word| name.contains(word))
                };
                lane(kind, &specs.iter().filter(is_wanted).copied().collect::<Vec<_>>())
            })
        });
        lanes.into_iter().flat_map(|lane| lane.join().expect("a lane catches the panics of its specs")).collect()
    });
    let (failed, late) = if broken.len() > MOST_TRIED_AGAIN { (broken, Vec::new()) } else { tried_again(broken) };
    println!("\n{} in {:.0} s", if failed.is_empty() { "All kept" } else { "Broken" }, began.elapsed().as_secs_f64());
    for (kind, spec) in &failed {
        println!("  {}", spec.called(*kind));
    }
    for (kind, spec) in &late {
        println!("  {} was kept at the second try only, alone", spec.called(*kind));
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tries these once more, one after another; gives those that failed again, and those that did not.
fn tried_again(broken: Broken) -> (Broken, Broken) {
    broken.into_iter().partition(|(kind, spec)| {
        println!("Once more: {}", spec.called(*kind));
        !lane(*kind, &[*spec]).is_empty()
    })
}

/// Runs these specs in one browser; gives those that failed.
fn lane(kind: Kind, specs: &[Spec]) -> Broken {
    let mut browser = None;
    let mut failed = Vec::new();
    for spec in specs {
        let name = spec.called(kind);
        let began = Instant::now();
        match caught(|| try_spec(spec, browser.get_or_insert_with(|| Browser::start(kind)))) {
            Ok(()) => println!("kept    {name} ({:.1} s)", began.elapsed().as_secs_f64()),
            Err(why) => {
                let seen = browser.take().map(|browser| describe(browser, &name)).unwrap_or_default();
                println!("BROKEN  {name} ({:.1} s)\n{why}\n{seen}", began.elapsed().as_secs_f64());
                failed.push((kind, *spec));
            }
        }
    }
    failed
}

fn try_spec(spec: &Spec, browser: &mut Browser) {
    (spec.run)(browser);
    let faults = browser.faults();
    assert!(faults.is_empty(), "the page did wrong meanwhile:\n  {}", faults.join("\n  "));
    browser.tidy_up().unwrap_or_else(|error| panic!("the browser could not be tidied up: {error}"));
}

/// What the page looked like when a spec failed.
fn describe(mut browser: Browser, name: &str) -> String {
    let mut lines = vec![format!("address: {}", browser.try_eval("return location.href", &[]).unwrap_or_default())];
    lines.extend(browser.faults());
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/e2e/broken");
    let file = folder.join(format!("{}.png", name.replace("::", "-")));
    let picture = browser.picture().and_then(|picture| STANDARD.decode(picture).ok());
    if let Some(picture) = picture
        && std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, picture)).is_ok()
    {
        lines.push(format!("picture: {}", file.display()));
    }
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

thread_local! {
    /// The message and the place of this thread's last panic.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Two browsers fail at the same time: each panic is told with its spec, not when it happens.
fn keep_panics_for_the_report() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_lane = std::thread::current().name().is_none();
        if !is_lane {
            usual(info);
        }
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        let text = info.payload_as_str().unwrap_or("a panic without words");
        LAST_PANIC.with_borrow_mut(|last| *last = format!("  {text}{place}"));
    }));
}

fn caught(run: impl FnOnce()) -> Result<(), String> {
    // What the panic leaves behind is the browser, and that is thrown away.
    panic::catch_unwind(AssertUnwindSafe(run)).map_err(|_| LAST_PANIC.with_borrow_mut(std::mem::take))
}

/// How long something took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let value = run();
    (value, began.elapsed())
}
