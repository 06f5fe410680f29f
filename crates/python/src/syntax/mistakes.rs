//! What is said where a rule about a mistake fits: the words the grammar names, or what looking closer shows.

use super::parse::{Fit, Kind, Letters, Node, Parser};
use super::rules::{Mistake, Put, Where};
use super::{Key, Place, Wrong};

impl Parser<'_> {
    /// The bytes of what fitted.
    fn range(&self, fit: Fit) -> (usize, usize) {
        let (begin, end) = match fit.node {
            Some(node) => (self.nodes[node as usize].begin, self.nodes[node as usize].end),
            None => (fit.begin, fit.end),
        };
        (self.at(begin).begin, self.at(end.max(begin + 1) - 1).end)
    }

    #[inline(never)]
    pub(super) fn mistake(&mut self, mistake: &'static Mistake, letters: &Letters) -> Option<Wrong> {
        let of = |letter: u8| letters[usize::from(letter - b'a')].expect("the grammar names it");
        match mistake {
            Mistake::Words(key, place, puts) => {
                let arguments: Vec<String> = puts
                    .iter()
                    .map(|&(put, letter)| {
                        let fit = of(letter);
                        match put {
                            Put::Name => self.name(fit).to_owned(),
                            Put::Text => self.text_of(self.at(fit.begin)).to_owned(),
                            Put::Line => super::line_of(self.text, self.at(fit.begin).begin).to_string(),
                        }
                    })
                    .collect();
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                Some(match place {
                    Where::Last => self.at_last(*key, &arguments),
                    Where::One(a) => {
                        let (begin, end) = self.range(of(*a));
                        Wrong::new(*key, &arguments, Place::Range(begin, end))
                    }
                    Where::Range(a, b) => {
                        let place = Place::Range(self.range(of(*a)).0, self.range(of(*b)).1);
                        Wrong::new(*key, &arguments, place)
                    }
                    Where::From(a) => {
                        let place = Place::Range(self.range(of(*a)).0, self.tokens.position());
                        Wrong::new(*key, &arguments, place)
                    }
                })
            }
            Mistake::Look(name, operands) => {
                let a = of(operands[0].as_bytes()[0]);
                let second = operands.get(1).copied().unwrap_or("");
                match *name {
                    "target" => self.bad_target(a, second),
                    "comma" => self.comma(a, of(second.as_bytes()[0])),
                    "legacy" => self.legacy(a, of(second.as_bytes()[0])),
                    "generator" => self.bare_generator(a, of(second.as_bytes()[0])),
                    "positional" => self.positional(a),
                    "colon" => {
                        let (_, end) = self.range(a);
                        Some(Wrong::new(Key::ColonAfterKey, &[], Place::At(end.saturating_sub(1))))
                    }
                    _ => unreachable!("the grammar has no other"),
                }
            }
        }
    }

    fn name(&self, fit: Fit) -> &'static str {
        fit.node.map_or("name", |node| self.nodes[node as usize].kind.called())
    }

    /// An expression that cannot be assigned to or deleted: it, or the part of it that cannot.
    fn bad_target(&self, fit: Fit, way: &str) -> Option<Wrong> {
        let node = self.invalid_target(fit.node?, way)?;
        let node = &self.nodes[node as usize];
        let key = if way == "del" { Key::CannotDelete } else { Key::CannotAssign };
        let place = Place::Range(self.at(node.begin).begin, self.at(node.end - 1).end);
        Some(Wrong::new(key, &[node.kind.called()], place))
    }

    fn invalid_target(&self, node: u32, way: &str) -> Option<u32> {
        let Node { kind, children, .. } = &self.nodes[node as usize];
        match kind {
            Kind::List | Kind::Tuple | Kind::Many => children.iter().find_map(|&child| self.invalid_target(child, way)),
            Kind::Starred if way == "del" => Some(node),
            Kind::Starred => self.invalid_target(*children.first()?, way),
            // `a in b` of `for a in b` reads as a comparison.
            Kind::Comparison if way == "for" => {
                let first_is_in = children.get(1).is_some_and(|&child| self.nodes[child as usize].kind == Kind::In);
                if first_is_in { self.invalid_target(*children.first()?, way) } else { None }
            }
            Kind::Name | Kind::Subscript | Kind::Attribute => None,
            _ => Some(node),
        }
    }

    fn is_legacy(&self, fit: Fit) -> bool {
        fit.node.is_none_or(|node| self.nodes[node as usize].kind == Kind::Name)
            && matches!(self.text_of(self.at(fit.begin)), "print" | "exec")
    }

    fn comma(&self, a: Fit, b: Fit) -> Option<Wrong> {
        if self.is_legacy(a) || self.at(self.mark - 1).level == 0 {
            return None;
        }
        Some(Wrong::new(Key::ForgotComma, &[], Place::Range(self.range(a).0, self.range(b).1)))
    }

    fn legacy(&self, a: Fit, b: Fit) -> Option<Wrong> {
        if !self.is_legacy(a) {
            return None;
        }
        let name = self.text_of(self.at(a.begin));
        Some(Wrong::new(Key::MissingParentheses, &[name], Place::Range(self.range(a).0, self.range(b).1)))
    }

    /// A generator behind other arguments; as the only one it needs no brackets.
    fn bare_generator(&self, a: Fit, b: Fit) -> Option<Wrong> {
        let children = &self.nodes[a.node? as usize].children;
        let positional: Vec<u32> = children
            .iter()
            .copied()
            .filter(|&child| !matches!(self.nodes[child as usize].kind, Kind::Keyword | Kind::Unpacking))
            .collect();
        if positional.len() <= 1 {
            return None;
        }
        let last = &self.nodes[*positional.last()? as usize];
        Some(Wrong::new(Key::BareGenerator, &[], Place::Range(self.at(last.begin).begin, self.range(b).1)))
    }

    fn positional(&self, a: Fit) -> Option<Wrong> {
        let children = &self.nodes[a.node? as usize].children;
        let unpacking = children.iter().any(|&child| self.nodes[child as usize].kind == Kind::Unpacking);
        Some(self.at_last(if unpacking { Key::PositionalAfterUnpacking } else { Key::PositionalAfterKeyword }, &[]))
    }
}
