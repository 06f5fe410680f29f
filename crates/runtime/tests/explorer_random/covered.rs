//! Nothing is left out: every operation that programs are written against is called by some line of
//! the random programs, and every line is in many programs that were compared.
//!
//! What there is to be called is read from the runtime's own source, so that what is added there and
//! not here is missed by name.

use crate::plan::{Line, word};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Expr, ImplItem, Item, Signature, Type, Visibility};

/// Every line of these sorts has been compared in so many programs at least.
pub(crate) fn each_often(sorts: &[&[Line]], compared: &BTreeMap<String, u64>, often: u64) {
    let lines: BTreeSet<String> = sorts.iter().copied().flatten().map(|line| word(*line)).collect();
    let seldom = |line: &&String| compared.get(*line).is_none_or(|programs| *programs < often);
    let seldom: Vec<&String> = lines.iter().filter(seldom).collect();
    assert!(seldom.is_empty(), "{seldom:?} are hardly compared: {compared:?}");
}

/// What somebody who writes a program can call.
#[derive(Debug)]
struct Declared {
    /// The type of the handle; nothing where it is a function.
    handle: String,
    name: String,
    has_self: bool,
}

/// What is called on what, as the source declares it. An operation is told from a look at a handle by
/// where it happens: it waits, or takes a place in the listing.
fn declared(source: &str) -> Vec<Declared> {
    let mut found = Vec::new();
    let mut add = |handle: &str, visibility: &Visibility, signature: &Signature| {
        if matches!(visibility, Visibility::Public(_))
            && acts(signature)
            // A place is no operation; and a language that keeps no handles asks for what handles ask for.
            && !matches!((handle, name_of(signature).as_str()), ("Cx", "at") | ("At", "acts"))
        {
            let has_self = signature.receiver().is_some();
            found.push(Declared { handle: handle.to_owned(), name: name_of(signature), has_self });
        }
    };
    for item in syn::parse_file(source).expect("it compiles").items {
        match item {
            Item::Fn(function) => add("", &function.vis, &function.sig),
            Item::Impl(block) if block.trait_.is_none() => {
                let Type::Path(of) = &*block.self_ty else { continue };
                let handle = of.path.segments.last().expect("a path has an end").ident.to_string();
                for item in &block.items {
                    if let ImplItem::Fn(method) = item {
                        add(&handle, &method.vis, &method.sig);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn name_of(signature: &Signature) -> String {
    signature.ident.to_string()
}

fn acts(signature: &Signature) -> bool {
    /// The names of the types that are met.
    #[derive(Default)]
    struct Types(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Types {
        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            self.0.insert(segment.ident.to_string());
            visit::visit_path_segment(self, segment);
        }
    }
    let mut types = Types::default();
    types.visit_signature(signature);
    signature.asyncness.is_some() || ["At", "Mark", "Future"].iter().any(|name| types.0.contains(*name))
}

/// What is called in some source: on something of this name, or after the name of a type, or after nothing.
#[derive(Default)]
struct Calls(BTreeSet<(String, String)>);

impl Calls {
    fn of(source: &str) -> Calls {
        let mut calls = Calls::default();
        calls.visit_file(&syn::parse_file(source).expect("it compiles"));
        calls
    }

    /// Whether this is called, on something that is called what it is.
    fn has(&self, declared: &Declared) -> bool {
        let Declared { handle, name, has_self } = declared;
        // A `ReentrantGuard` is a guard, and of several locks one is one of `locks`.
        let word = handle[handle.rfind(char::is_uppercase).unwrap_or(0)..].to_lowercase();
        let is_on = |on: &str| match (handle.as_str(), has_self) {
            ("", _) => true,
            (_, false) => on == handle,
            (_, true) => on == word || on == format!("{word}s") || on.ends_with(&format!("_{word}")),
        };
        self.0.iter().any(|(on, called)| called == name && is_on(on))
    }
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.0.insert((last_name(&call.receiver), call.method.to_string()));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
            let name = names.next().unwrap_or_default();
            self.0.insert((names.next().unwrap_or_default(), name));
        }
        visit::visit_expr_call(self, call);
    }
}

/// The name of what something is called on: `lock` of `lock`, of `things.lock` and of `things.lock[0]`.
fn last_name(expr: &Expr) -> String {
    match expr {
        Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(_) => last_name(&field.base),
        },
        Expr::Index(index) => last_name(&index.expr),
        Expr::Paren(inner) => last_name(&inner.expr),
        Expr::Reference(inner) => last_name(&inner.expr),
        Expr::Await(inner) => last_name(&inner.base),
        _ => String::new(),
    }
}

#[test]
fn every_operation_is_called_by_some_line() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let handles = fs::read_dir(sources.join("handles")).expect("the handles are in a folder");
    let handles = handles.map(|file| file.expect("it can be read").path());
    let read = |file| fs::read_to_string(file).expect("source is text");
    let all: Vec<Declared> = handles.chain([sources.join("cx.rs")]).flat_map(|file| declared(&read(file))).collect();
    let calls = Calls::of(include_str!("follow.rs"));
    let missing: Vec<&Declared> = all.iter().filter(|declared| !calls.has(declared)).collect();
    assert!(missing.is_empty(), "no line of the random programs calls {missing:#?}");
    assert!(all.len() > 75, "{} operations were found in the source", all.len());
}

#[test]
fn what_is_not_called_is_missed() {
    let source = "
        pub struct Lock;
        impl Lock {
            pub async fn acquire(&self, at: impl Into<At>) -> Guard { todo() }
            pub fn name(&self) -> &str { todo() }
            pub(crate) async fn inner(&self) {}
            pub fn new_at(mark: Mark) -> Lock
            where Lock: Sized { todo() }
        }
        impl Drop for Lock { fn drop(&mut self) {} }
        pub async fn join_all(tasks: &[Task]) {}";
    let missed = |calls: &str| -> Vec<String> {
        let calls = Calls::of(calls);
        declared(source).into_iter().filter(|declared| !calls.has(declared)).map(|declared| declared.name).collect()
    };
    assert_eq!(missed("fn f() {}"), ["acquire", "new_at", "join_all"]);
    assert_eq!(missed("fn f() { queue.acquire(0); new_at(m); }"), ["acquire", "new_at", "join_all"]);
    let all = "async fn f() { things.locks[0]\n.acquire(&cx).await; let lock = Lock::new_at(m); runtime::join_all(&t).await }";
    assert_eq!(missed(all), [""; 0]);
}
