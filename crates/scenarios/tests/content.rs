//! The catalogue's content: every scenario has its listing and its lessons, nothing is missing
//! from them and nothing in them is idle, and Python runs every listing to a declared outcome.
//!
//! Adding a scenario needs no line here. What a lesson may say is read from the scenario itself.

mod forms;

use catalogue::listing;
use catalogue::source::Folder;
use forms::{FOLDERS, SCENARIOS, Scenario};
use model::{Code, Ending, Event, Meta, Name, Outcome, ParamKind, Params, Quantity, Verdict};
use runtime::Recorder;
use runtime::machine::{Machine, MachineConfig};
use scenarios::{TWINS, twin};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::LazyLock;
use words::source::Table;
use words::{Block, Inline, Lang, Lesson, fill, placeholders};

static LANGUAGES: LazyLock<Vec<Table>> =
    LazyLock::new(|| words::source::read_all(&here("../../web/words")).unwrap_or_else(|faults| panic!("{faults}")));

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn metas() -> impl Iterator<Item = &'static Meta> {
    FOLDERS.iter().map(|folder| &folder.meta)
}

fn folder(meta: &Meta) -> &'static Folder {
    FOLDERS.iter().find(|folder| folder.meta.id == meta.id).expect("it was read from its folder")
}

fn source(meta: &Meta) -> listing::Source {
    listing::parse(&folder(meta).listing, &meta.params)
        .unwrap_or_else(|error| panic!("{}/program.py: {error:?}", meta.id))
}

fn lesson(meta: &Meta, lang: Lang) -> Lesson {
    let text = folder(meta).lessons.get(lang.id);
    let text = text.unwrap_or_else(|| panic!("{} has no lesson {}.md", meta.id, lang.id));
    Lesson::parse(text).unwrap_or_else(|error| panic!("{}/{}.md: {error:?}", meta.id, lang.id))
}

fn lessons() -> impl Iterator<Item = (&'static Meta, &'static Table, Lesson)> {
    metas().flat_map(|meta| LANGUAGES.iter().map(move |table| (meta, table, lesson(meta, table.lang))))
}

/// Parameters enough to see every branch: the presets, every mixture of words, every end of a range.
fn variants(meta: &Meta) -> Vec<Params> {
    let mut mixed = vec![Params::defaults(&meta.params)];
    let mut ends = Vec::new();
    for spec in meta.params.iter() {
        let (min, max) = spec.range();
        let set = |params: &Params, value: i64| {
            let mut params = params.clone();
            params.set(&spec.id, value).expect("the value is in the range");
            params
        };
        match spec.kind {
            ParamKind::Flag { .. } | ParamKind::Choice { .. } => {
                mixed = mixed.iter().flat_map(|params| (min..=max).map(move |value| set(params, value))).collect();
            }
            ParamKind::Int { .. } | ParamKind::Micros { .. } => {
                ends.extend([min, max].map(|value| set(&Params::defaults(&meta.params), value)));
            }
        }
    }
    let presets = meta.presets.iter().map(|preset| Params::preset(&meta.params, &preset.values));
    presets.chain(mixed).chain(ends).collect()
}

fn verdict_keys(meta: &Meta) -> BTreeSet<String> {
    let outcomes = variants(meta).into_iter().flat_map(|params| meta.outcomes(&params));
    outcomes.filter_map(|outcome| if let Outcome::Verdict(key) = outcome { Some(key) } else { None }).collect()
}

#[test]
fn every_scenario_has_its_lessons_and_a_program_and_no_file_is_of_nothing() {
    let languages: BTreeSet<&str> = LANGUAGES.iter().map(|table| table.lang.id).collect();
    for folder in FOLDERS.iter() {
        let lessons: BTreeSet<&str> = folder.lessons.keys().map(String::as_str).collect();
        assert_eq!(lessons, languages, "{}", folder.meta.id);
        let (id, says) = (&folder.meta.id, folder.meta.twin.is_some());
        assert_eq!(twin(id).is_some(), says, "{id}: there is a compiled twin, or its scenario.toml says that there is");
        let runs = folder.meta.modes.iter().all(|mode| !folder.meta.codes(*mode).is_empty());
        assert!(runs, "{id}: nothing runs it in a mode it offers");
    }
    let entries = fs::read_dir(here("src")).unwrap_or_else(|error| panic!("src: {error}"));
    let paths = entries.map(|entry| entry.expect("a folder can be read to its end").path());
    let mut files: BTreeSet<String> =
        paths.map(|path| path.file_stem().expect("a file has a name").to_string_lossy().into()).collect();
    for module in ["lib", "content", "trial"] {
        assert!(files.remove(module), "{module}.rs is a module of its own");
    }
    let twins: BTreeSet<String> = TWINS.iter().map(|twin| twin.id.replace('-', "_")).collect();
    assert_eq!(files, twins, "every file is the twin of the scenario it is named after, and is registered");
    for twin in TWINS {
        assert!(metas().any(|meta| meta.id == twin.id), "there is no scenario {}", twin.id);
    }
}

#[test]
fn a_listing_shows_every_parameter_and_has_the_marks_of_its_twin_in_their_order() {
    for meta in metas() {
        let source = source(meta);
        for spec in meta.params.iter() {
            assert!(source.shows(&spec.id), "{}: nothing shows the parameter {}", meta.id, spec.id);
        }
        if let Some(twin) = twin(&meta.id) {
            assert_eq!(source.marks(), twin.marks, "{}: the marks of the listing, and of its twin", meta.id);
        }
    }
}

#[test]
fn a_listing_is_short_and_narrow_enough_to_be_read_beside_a_run() {
    for meta in metas() {
        for params in variants(meta) {
            let text = source(meta).render(&params).to_source();
            assert!(text.lines().count() <= 45, "{}: too long for a screen:\n{text}", meta.id);
            for line in text.lines() {
                assert!(line.chars().count() <= 64, "{}: too wide: {line}", meta.id);
                // Colours are found line by line.
                assert!(!line.contains("\"\"\"") && !line.contains("'''"), "{}: a string over lines: {line}", meta.id);
                assert!(!line.contains("#:") && !line.contains("#|"), "{}: a directive is left: {line}", meta.id);
            }
        }
    }
}

#[test]
fn a_lesson_has_every_word_and_no_idle_one() {
    for (meta, table, lesson) in lessons() {
        let mut expected: BTreeSet<String> = ["title", "summary"].map(String::from).into();
        let mut optional: BTreeSet<String> = BTreeSet::new();
        for spec in meta.params.iter() {
            expected.insert(format!("param.{}", spec.id));
            optional.insert(format!("param.{}.help", spec.id));
            if let ParamKind::Choice { options, .. } = &spec.kind {
                assert!(
                    options.iter().all(|option| option != "help"),
                    "an option called help would be taken for the help"
                );
                expected.extend(options.iter().map(|option| format!("param.{}.{option}", spec.id)));
            }
        }
        expected.extend(meta.presets.iter().map(|preset| format!("preset.{}", preset.id)));
        expected.extend(verdict_keys(meta).iter().map(|key| format!("verdict.{key}")));
        expected.extend(meta.cure.as_ref().map(|_| "cure".to_owned()));

        let keys: BTreeSet<String> = lesson.keys().map(String::from).collect();
        let missing: Vec<_> = expected.difference(&keys).collect();
        let idle: Vec<_> = keys.difference(&expected).filter(|key| !optional.contains(*key)).collect();
        assert!(
            missing.is_empty() && idle.is_empty(),
            "{}/{}.md: missing {missing:?}, idle {idle:?}",
            meta.id,
            table.lang.id
        );
    }
}

/// Whether a sentence may show a number of this kind in this form.
fn suits(kind: Quantity, form: &str) -> bool {
    match kind {
        Quantity::Count => form.is_empty() || form.contains('/'),
        Quantity::Share => form == "percent",
        Quantity::Ratio => form == "times",
        Quantity::Time | Quantity::Elapsed => form == "time",
        Quantity::Bytes => form == "bytes",
    }
}

#[test]
fn verdicts_name_only_numbers_that_are_declared_and_show_them_as_what_they_are() {
    for (meta, table, lesson) in lessons() {
        for key in verdict_keys(meta) {
            let place = format!("{}/{}.md, verdict.{key}", meta.id, table.lang.id);
            let (headline, sentence) = lesson.verdict(&key).expect("every verdict has its words");
            let shown = [placeholders(headline), placeholders(sentence)].concat();
            assert!(!shown.is_empty(), "{place}: no number");
            for (name, form) in shown {
                let declared = meta.numbers.iter().find(|(known, _)| known == name);
                let (_, kind) = declared.unwrap_or_else(|| panic!("{place}: {name} is not declared"));
                assert!(suits(*kind, form), "{place}: {name} is a {kind:?}, and stands there as \"{form}\"");
            }
        }
    }
}

struct Silent;

impl Recorder for Silent {
    fn event(&self, _: Event) {}

    fn name(&self, _: Name) {}
}

/// The verdicts that runs come to, with every preset and everything mixed, in every mode.
fn verdicts(scenario: &Scenario) -> Vec<Verdict> {
    let mut every = variants(&scenario.meta);
    if scenario.code == Code::Python {
        // What Python computes it really computes, in modelled time too: a size for a search will do.
        every.iter_mut().for_each(|params| *params = scenario.meta.small(params));
    }
    let runs = scenario.modes.iter().flat_map(|mode| every.iter().map(move |params| (*mode, params)));
    let ending = |(mode, params): (model::Mode, &Params)| {
        Machine::new(MachineConfig::new(scenario.rule(mode)), Rc::new(Silent), scenario.main(params)).run()
    };
    runs.map(ending)
        .filter_map(|ending| if let Ending::Finished(verdict) = ending { Some(verdict) } else { None })
        .collect()
}

#[test]
fn a_program_gives_the_numbers_that_are_declared_and_every_sentence_has_its_own() {
    for scenario in SCENARIOS.iter() {
        let meta = &*scenario.meta;
        let declared: BTreeSet<&str> = meta.numbers.iter().map(|(name, _)| name.as_str()).collect();
        let verdicts = verdicts(scenario);
        let mut given = BTreeSet::new();
        for verdict in &verdicts {
            given.extend(verdict.values.iter().map(|(name, _)| name.as_str()));
            for Table { lang, .. } in LANGUAGES.iter() {
                let lesson = lesson(meta, *lang);
                let (headline, sentence) = lesson.verdict(&verdict.key).expect("every verdict has its words");
                for template in [headline, sentence] {
                    let filled = fill(template, &verdict.values, *lang);
                    assert!(!filled.contains(['{', '}']), "{}: something is not filled in: {filled}", meta.id);
                }
            }
        }
        assert_eq!(given, declared, "{}: the numbers given, and those declared", scenario.name());
    }
}

#[test]
fn a_lesson_has_its_six_sections_and_is_neither_short_nor_long() {
    for (meta, table, lesson) in lessons() {
        let place = format!("{}/{}.md", meta.id, table.lang.id);
        let headings: Vec<String> = lesson.body.iter().filter_map(heading).collect();
        assert_eq!(headings, table.sections, "{place}");
        let pairs = lesson.body.windows(2);
        assert!(
            pairs.into_iter().all(|pair| pair.iter().any(|block| heading(block).is_none())),
            "{place}: an empty section"
        );

        let words: usize = lesson.body.iter().map(words).sum();
        assert!((200..=400).contains(&words), "{place}: {words} words");
        assert!(
            (20..=200).contains(&lesson.summary().chars().count()),
            "{place}: the summary is also the page's description"
        );
    }
}

/// Every piece of a lesson that is not code.
fn pieces(lesson: &Lesson) -> BTreeSet<String> {
    fn leaves(inlines: &[Inline], pieces: &mut BTreeSet<String>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => drop(pieces.insert(text.trim().to_owned())),
                Inline::Strong(inside) | Inline::Em(inside) | Inline::Link { text: inside, .. } => {
                    leaves(inside, pieces);
                }
                Inline::Code(_) => {}
            }
        }
    }
    let mut pieces: BTreeSet<String> =
        lesson.keys().filter_map(|key| lesson.word(key)).map(|words| words.trim().to_owned()).collect();
    for block in &lesson.body {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Quote(text) => leaves(text, &mut pieces),
            Block::List { items, .. } => items.iter().for_each(|item| leaves(item, &mut pieces)),
            Block::Code { .. } => {}
        }
    }
    // One word with a bracket in it is code, too.
    let is_code = |piece: &str| piece.contains('(') && !piece.contains(' ');
    pieces.retain(|piece| piece.chars().filter(|c| c.is_alphabetic()).count() > 1 && !is_code(piece));
    pieces
}

#[test]
fn no_piece_of_a_lesson_is_left_untranslated() {
    let mut left = Vec::new();
    for meta in metas() {
        let mut known = BTreeSet::new();
        for table in LANGUAGES.iter() {
            let pieces = pieces(&lesson(meta, table.lang));
            left.extend(
                known.intersection(&pieces).filter(|piece| *piece != "GIL").map(|piece| (&meta.id, piece.clone())),
            );
            known.extend(pieces);
        }
    }
    assert!(left.is_empty(), "the same in two languages: {left:?}");
}

fn heading(block: &Block) -> Option<String> {
    match block {
        Block::Heading { text, .. } => Some(text_of(text)),
        _ => None,
    }
}

fn words(block: &Block) -> usize {
    let count = |text: &str| text.split_whitespace().count();
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Quote(text) => count(&text_of(text)),
        Block::List { items, .. } => items.iter().map(|item| count(&text_of(item))).sum(),
        Block::Code { text, .. } => count(text),
    }
}

fn text_of(inlines: &[Inline]) -> String {
    let text = inlines.iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Strong(inside) | Inline::Em(inside) | Inline::Link { text: inside, .. } => text_of(inside),
    });
    text.collect()
}

/// CPython, which the listings are for. Where it is missing nothing of them would be checked, and that is a failure.
fn python() -> &'static str {
    let found = Command::new("python3").args(["-c", "import sys; assert sys.version_info >= (3, 10)"]).output();
    let is_here = found.is_ok_and(|output| output.status.success());
    assert!(is_here, "listings run on CPython: install python3 of version 3.10 or later, as `./x test native` does");
    "python3"
}

/// Writes a program into the folder of this test's own files.
fn write(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    path
}

/// The last line of a program that did not end in its time.
const STUCK: &str = "stuck";

/// What Python prints, and what it complains of, when it runs this for so many seconds at most.
fn run(python: &str, seconds: u32, args: &[&str]) -> (String, String) {
    // A Python around it, since a program of ours cannot wait for another with a limit.
    let launcher = format!(
        "import subprocess, sys\n\
         try:\n \
             sys.exit(subprocess.run([sys.executable, '-u', '-W', 'error', *sys.argv[1:]], timeout={seconds}).returncode)\n\
         except subprocess.TimeoutExpired:\n \
             print('{STUCK}')\n"
    );
    let output = Command::new(python).args(["-c", &launcher]).args(args).stdin(Stdio::null()).output();
    let output = output.expect("it was there just now");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {complaint}");
    (String::from_utf8_lossy(&output.stdout).into(), complaint.into())
}

#[test]
fn a_listing_is_valid_python_with_any_parameters_and_the_file_is_the_default_one() {
    let python = python();
    let check = write(
        "check.py",
        "import ast, pathlib, sys\n\
         trees = [ast.dump(ast.parse(pathlib.Path(path).read_bytes(), path)) for path in sys.argv[1:]]\n\
         assert trees[0] == trees[1], 'the file is not the listing with the defaults'\n",
    );
    for meta in metas() {
        let mut files = vec![here(&format!("../../web/scenarios/{}/program.py", meta.id))];
        let all = [Params::defaults(&meta.params)].into_iter().chain(variants(meta));
        for (number, params) in all.enumerate() {
            let listing = source(meta).render(&params);
            // What is hidden follows what is shown, so it must be valid there. The file has none.
            let text = if number == 0 { listing.to_source() } else { listing.to_program() };
            files.push(write(&format!("{}-{number}.py", meta.id), &text));
        }
        let paths = [&check].into_iter().chain(&files).map(|path| path.to_string_lossy());
        let paths: Vec<_> = paths.collect();
        let (_, complaint) = run(python, 60, &paths.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        assert!(complaint.is_empty(), "{}: {complaint}", meta.id);
    }
}

#[test]
fn every_preset_and_the_cure_run_on_cpython_and_end_in_a_declared_outcome() {
    let python = python();
    // Most of what they do is to wait, some of them for ever.
    std::thread::scope(|scope| {
        for meta in metas() {
            scope.spawn(|| run_presets(python, meta));
        }
    });
}

fn run_presets(python: &str, meta: &Meta) {
    let cure = meta.cure.as_slice();
    let presets = meta.presets.iter().map(|preset| (preset.id.as_str(), &preset.values[..]));
    for (id, values) in presets.chain((!cure.is_empty()).then_some(("the-cure", cure))) {
        // What the preset does not ask for is as small as for a search, so that this is quick.
        let small = meta.explore.iter().filter(|(id, _)| values.iter().all(|(known, _)| known != id));
        let params = Params::preset(&meta.params, &values.iter().chain(small).cloned().collect::<Vec<_>>());

        // CPython has no `verdict`: there it prints its key, and the names of the numbers that it is given.
        let verdict = "def verdict(key, /, **numbers): print(key, *numbers)\n";
        let text = format!("{verdict}{}", source(meta).render(&params).to_program());
        let file = write(&format!("{}-{id}.py", meta.id), &text);
        let declared = meta.outcomes(&params);
        let may_hang = declared.iter().any(|outcome| matches!(outcome, Outcome::Deadlock | Outcome::Asleep));
        let (printed, complaint) = run(python, if may_hang { 3 } else { 60 }, &[&file.to_string_lossy()]);
        let place = format!("{}, {id}", meta.id);
        // A thread that dies may be why everybody waits; else there is nothing to complain of.
        assert!(may_hang || complaint.is_empty(), "{place}: {complaint}");
        match &printed.lines().collect::<Vec<&str>>()[..] {
            [.., word] if *word == STUCK => assert!(may_hang, "{place} does not end:\n{text}"),
            [_, .., verdict] => {
                let (key, given) = verdict.split_once(' ').unwrap_or((verdict, ""));
                assert!(declared.contains(&Outcome::from_word(key)), "{place}: {printed} is none of {declared:?}");
                let given: BTreeSet<&str> = given.split(' ').collect();
                let numbers = meta.numbers.iter().filter(|(_, kind)| *kind != Quantity::Elapsed);
                assert_eq!(given, numbers.map(|(name, _)| name.as_str()).collect(), "{place}: the numbers");
            }
            _ => panic!("{place}: the learner sees no result:\n{text}"),
        }
    }
}
