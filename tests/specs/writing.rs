//! The learner's own program: written, run, searched, kept and shared.

use e2e::{Browser, Key, Lab, RUN, Server, Site, USUAL, dist, id};
use serde_json::json;

fn served() -> Server {
    Site::plain(dist()).isolated().serve()
}

/// Puts this text into the editor as a paste does.
fn write(lab: &mut Lab, text: &str) {
    let paste = "const field = document.querySelector(arguments[0]); field.focus(); field.select();
                 document.execCommand('insertText', false, arguments[1]); return field.value";
    let there = lab.browser().eval(paste, &[json!(id("source")), json!(text)]);
    assert_eq!(there, text);
}

/// What the program printed, without who and when.
fn printed(lab: &mut Lab) -> String {
    let look = "return Array.from(document.querySelectorAll(arguments[0]), (line) => line.textContent).join('')";
    let list = format!("{} code", id("printed"));
    lab.browser().eval(look, &[json!(list)]).as_str().unwrap_or_default().to_owned()
}

const RACE: &str = "from threading import Thread
counter = 0
def add():
    global counter
    for _ in range(2):
        seen = counter
        counter = seen + 1
workers = [Thread(target=add) for _ in range(2)]
for w in workers: w.start()
for w in workers: w.join()
print('counted', counter)
";

pub(crate) fn a_program_of_ones_own_runs_in_every_mode(browser: &mut Browser) {
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write"));
    write(&mut lab, RACE);
    // Where nothing but bytes is between tasks there are no threads: that has a spec of its own.
    for mode in lab.modes().into_iter().filter(|mode| mode != "processes") {
        for clock in ["modelled", "measured"] {
            lab.choose(&mode, clock);
            let outcome = lab.run();
            assert_eq!(outcome.ending, "finished", "{mode}, {clock}");
            assert!(outcome.events > 10, "{mode}, {clock}: {outcome:?}");
            let printed = printed(&mut lab);
            let counted = printed.trim().strip_prefix("counted ").and_then(|n| n.parse::<u32>().ok());
            assert!(counted.is_some_and(|n| (2..=4).contains(&n)), "{mode}, {clock}: {printed}");
        }
    }
    // Stepping goes from line to line of the text.
    let line = format!("{} .now .n", id("editor"));
    for _ in 0..3 {
        lab.browser().press(Key::Char(','));
    }
    lab.browser().wait_for(&line);
    let number = lab.browser().text(&line).parse::<usize>().ok();
    assert!(number.is_some_and(|n| (1..=11).contains(&n)), "{number:?}");
}

const WAITS: &str = "import asyncio
async def wait(name, ticks):
    for _ in range(ticks):
        await asyncio.sleep(0.01)
    print(name)
async def main():
    await asyncio.gather(wait('late', 9), wait('soon', 1), wait('then', 4))
asyncio.run(main())
";

const APART: &str = "from multiprocessing import Process, Queue
counter = 0
def add(queue):
    global counter
    counter += 1
    queue.put(counter)
if __name__ == '__main__':
    queue = Queue()
    workers = [Process(target=add, args=(queue,)) for _ in range(2)]
    for w in workers: w.start()
    print(queue.get(), queue.get())
    for w in workers: w.join()
    print(counter)
";

pub(crate) fn what_waits_and_what_runs_apart_run_too(browser: &mut Browser) {
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write"));
    write(&mut lab, WAITS);
    for mode in lab.modes() {
        for clock in ["modelled", "measured"] {
            lab.choose(&mode, clock);
            assert_eq!(lab.run().ending, "finished", "{mode}, {clock}");
            assert_eq!(printed(&mut lab), "soon\nthen\nlate\n", "{mode}, {clock}");
        }
    }
    write(&mut lab, APART);
    for (mode, clock) in
        [("processes", "modelled"), ("processes", "measured"), ("gil", "modelled"), ("gil", "measured")]
    {
        lab.choose(mode, clock);
        assert_eq!(lab.run().ending, "finished", "{mode}, {clock}");
        assert_eq!(printed(&mut lab), "1 1\n0\n", "{mode}, {clock}");
    }
    // A thread in a process of its own is not here, and that is said.
    write(&mut lab, RACE);
    lab.choose("processes", "measured");
    assert_ne!(lab.run().ending, "finished");
}

pub(crate) fn every_program_to_begin_from_runs(browser: &mut Browser) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/beginnings");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    files.sort();
    assert!(files.len() > 5, "{files:?}");
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write"));
    for file in files {
        write(&mut lab, &std::fs::read_to_string(&file).expect("a program can be read"));
        let mode = if file.ends_with("6-Processes.py") { "processes" } else { "gil" };
        for clock in ["modelled", "measured"] {
            lab.choose(mode, clock);
            let ending = lab.run().ending;
            // One is there to show what becomes of two locks.
            let stands = ending == "deadlock" && file.ends_with("2-Lock.py");
            assert!(ending == "finished" || stands, "{}, {clock}: {ending}", file.display());
            assert!(stands || printed(&mut lab).len() > 5, "{}, {clock}", file.display());
        }
    }
}

pub(crate) fn what_is_wrong_with_it_is_said_while_one_types(browser: &mut Browser) {
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write?mode=gil&clock=modelled"));
    write(&mut lab, "print('so far')\nfor n in range(3)\n    print(n)\n");
    let said = lab.browser().text(&id("wrong"));
    assert!(said.contains('2') && said.contains("expected ':'"), "{said}");
    lab.start();
    assert_eq!(lab.error().0, "program");
    write(&mut lab, "print('so far')\nfor n in range(3):\n    print(n)\n");
    // At once: nobody has to wait until it has been read.
    assert_eq!(lab.run().ending, "finished");
    lab.browser().wait_until(&format!("!document.querySelector('{}')", id("wrong")), USUAL);
    assert_eq!(printed(&mut lab), "so far\n0\n1\n2\n");
    // An exception is told as Python tells it.
    write(&mut lab, "print('so far')\nprint(1 / 0)\n");
    lab.run();
    let printed = printed(&mut lab);
    assert!(
        printed.contains("line 2, in <module>") && printed.contains("ZeroDivisionError: division by zero"),
        "{printed}"
    );
    // More threads than there are here end it in words, and do not leave it hanging.
    write(
        &mut lab,
        "from threading import Barrier, Thread\nall = Barrier(30)\nts = [Thread(target=all.wait) for _ in range(30)]\n\
         for t in ts: t.start()\nfor t in ts: t.join()\n",
    );
    lab.choose("free", "measured");
    assert_eq!(lab.run().ending, "not-started");
    lab.choose("gil", "measured");
    assert_eq!(lab.run().ending, "finished");
    // One that never ends is stopped.
    write(&mut lab, "while True:\n    pass\n");
    for clock in ["modelled", "measured"] {
        lab.choose("gil", clock);
        lab.start();
        lab.browser().wait_for_attribute(&id("run-state"), "data-state", USUAL, |state| state == "running");
        lab.stop();
        lab.browser().wait_for_attribute(&id("run-state"), "data-state", USUAL, |state| state == "ended");
        assert_eq!(lab.outcome().ending, "stopped", "{clock}");
    }
}

pub(crate) fn every_order_of_it_is_tried(browser: &mut Browser) {
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write?mode=free&clock=modelled"));
    write(&mut lab, RACE);
    lab.browser().click(&id("find"));
    lab.browser().wait_for_attribute(&id("interleavings"), "data-state", RUN, |state| state == "complete");
    let outcomes = lab.browser().text(&id("outcomes"));
    for counted in 2..=4 {
        assert!(outcomes.contains(&format!("counted {counted}")), "{outcomes}");
    }
    // Each can be seen.
    let before = lab.runs();
    lab.browser().click("[data-testid^=show-]");
    assert_eq!(lab.ended_after(before).ending, "finished");
    assert!(printed(&mut lab).starts_with("counted "));
}

pub(crate) fn it_is_kept_and_travels_with_a_link(browser: &mut Browser) {
    let server = served();
    let text = format!("{RACE}# {}\n", "Angka: π ≈ 3,14 🧵 ".repeat(1_000));
    let mut lab = Lab::open(browser, &server.url("write"));
    write(&mut lab, &text);
    lab.browser().reload();
    let source = format!("document.querySelector('{}').value", id("source"));
    let mut lab = Lab::here(lab.browser());
    assert_eq!(lab.browser().eval(&format!("return {source}"), &[]), text.as_str(), "it is kept");
    lab.browser().click(&id("copy-link"));
    lab.browser().wait_for(&id("link-text"));
    let link = lab.browser().eval(&format!("return document.querySelector('{}').value", id("link-text")), &[]);
    let link = link.as_str().expect("a link").to_owned();
    assert!(link.contains("/write?v=1&") && link.contains("#p1="), "{link}");
    write(&mut lab, "print('mine')\n");
    let mut lab = Lab::open(lab.browser(), &link);
    lab.browser().wait_for(&id("came"));
    assert_eq!(lab.browser().eval(&format!("return {source}"), &[]), text.as_str(), "it came with the link");
    assert_eq!(lab.runs(), 0, "it runs when somebody says so");
    assert_eq!(lab.run().ending, "finished");
    // What was there is still mine, until I keep the other.
    let mut lab = Lab::open(lab.browser(), &server.url("write"));
    assert_eq!(lab.browser().eval(&format!("return {source}"), &[]), "print('mine')\n");
    // What Firefox says of a stream that is cut short.
    lab.browser().expect_fault("ReadableStream");
    let mut lab = Lab::open(lab.browser(), &link[..link.len() - 40]);
    assert_eq!(lab.error().0, "link-program");
}

pub(crate) fn keys_help_with_writing(browser: &mut Browser) {
    let server = served();
    let mut lab = Lab::open(browser, &server.url("write?mode=gil&clock=modelled"));
    write(&mut lab, "def f():");
    let browser = lab.browser();
    browser.press(Key::Enter);
    browser.eval("document.execCommand('insertText', false, 'return 1')", &[]);
    browser.press(Key::Enter);
    let source = format!("return document.querySelector('{}').value", id("source"));
    assert_eq!(browser.eval(&source, &[]), "def f():\n    return 1\n");
    browser.press(Key::Tab);
    assert_eq!(browser.eval(&source, &[]), "def f():\n    return 1\n    ");
    browser.eval("document.execCommand('undo')", &[]);
    assert_eq!(browser.eval(&source, &[]), "def f():\n    return 1\n");
    // Whoever uses the keyboard alone gets out again.
    browser.press(Key::Escape);
    browser.press(Key::Tab);
    assert_ne!(browser.eval("return document.activeElement.dataset.testid", &[]), "source");
}
