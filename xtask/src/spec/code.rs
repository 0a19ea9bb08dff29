//! What the code says of the standards: functions, their anchors, and their numbered comments.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use proc_macro2::Span;
use syn::Attribute;
use syn::Expr;
use syn::Lit;
use syn::Meta;
use syn::spanned::Spanned;
use syn::visit;
use syn::visit::Visit;

use crate::command::root;

/// A function that does an algorithm, or a part of one.
#[derive(Debug)]
pub(super) struct Function {
    /// Where its algorithm is.
    pub(super) place: String,
    pub(super) name: String,
    /// Relative to the core's `src`.
    pub(super) file: String,
    pub(super) told: Vec<Told>,
    /// `DEVIATES: …`, `SHORTCUT: …`, `MISSING: 3. …`
    pub(super) labels: Vec<String>,
}

/// A comment that tells a step, or several that follow each other.
#[derive(Debug, PartialEq)]
pub(super) struct Told {
    pub(super) line: usize,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) is_missing: bool,
}

/// All functions with an anchor, and what is wrong: numbered comments outside of them.
pub(super) fn read(folder: &Path) -> anyhow::Result<(Vec<Function>, Vec<String>)> {
    let (mut functions, mut strays) = (Vec::new(), Vec::new());
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    let is_read = |path: &PathBuf| path.is_dir() || path.extension().is_some_and(|it| it == "rs");
    for path in entries.iter().map(fs::DirEntry::path).filter(is_read) {
        let (inner, outside) = if path.is_dir() {
            read(&path)?
        } else {
            let text = fs::read_to_string(&path)?;
            let home = root().join("crates/crosscheck/src");
            let shown = path.strip_prefix(home).unwrap_or(&path).display().to_string();
            read_file(&shown, &text).with_context(|| shown)?
        };
        functions.extend(inner);
        strays.extend(outside);
    }
    Ok((functions, strays))
}

fn read_file(shown: &str, text: &str) -> anyhow::Result<(Vec<Function>, Vec<String>)> {
    let mut found = Found::default();
    found.visit_file(&syn::parse_file(text)?);
    // The innermost function is the one that a comment is in.
    let holder = |line: usize| {
        let around = found.functions.iter().enumerate();
        let around = around.filter(|(_, (_, _, first, last))| (*first..=*last).contains(&line));
        around.min_by_key(|(_, (_, _, first, last))| last - first).map(|(index, _)| index)
    };
    let mut functions: Vec<Option<Function>> = found
        .functions
        .iter()
        .map(|(name, place, _, _)| {
            place.as_ref().map(|place| Function {
                place: place.clone(),
                name: name.clone(),
                file: shown.to_owned(),
                told: Vec::new(),
                labels: Vec::new(),
            })
        })
        .collect();
    let mut strays = Vec::new();
    for (index, text) in text.lines().enumerate() {
        let line = index + 1;
        let trimmed = text.trim();
        let (told, is_label) = (step(trimmed, line), label(trimmed));
        if told.is_none() && is_label.is_none() {
            continue;
        }
        match holder(line).and_then(|index| functions[index].as_mut()) {
            Some(function) => {
                function.told.extend(told);
                function.labels.extend(is_label.map(str::to_owned));
            }
            None if told.is_some() => {
                strays.push(format!("{shown}:{line}: a step of no algorithm: {trimmed}"));
            }
            None => {}
        }
    }
    Ok((functions.into_iter().flatten().collect(), strays))
}

/// Functions: name, place if they have one, first and last line.
#[derive(Default)]
struct Found {
    functions: Vec<(String, Option<String>, usize, usize)>,
}

impl Found {
    fn add(&mut self, name: &syn::Ident, attributes: &[Attribute], span: Span) {
        let (first, last) = (span.start().line, span.end().line);
        self.functions.push((name.to_string(), place(attributes), first, last));
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig.ident, &item.attrs, item.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig.ident, &item.attrs, item.span());
        visit::visit_impl_item_fn(self, item);
    }
}

/// The place that documentation names.
fn place(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        let Expr::Lit(text) = &pair.value else { return None };
        let Lit::Str(text) = &text.lit else { return None };
        let text = text.value();
        let place = text.trim().strip_prefix("Spec: <")?.strip_suffix('>')?;
        Some(place.to_owned())
    })
}

/// Done otherwise on purpose; not done; done otherwise with the same result.
const LABELS: [&str; 3] = ["DEVIATES:", "MISSING:", "SHORTCUT:"];

/// `// 7.1. The methods.`, `// 7.8 to 7.10. For how long.`, `// MISSING: 3. Service workers.`
fn step(line: &str, at: usize) -> Option<Told> {
    let text = line.strip_prefix("// ")?;
    let is_missing = text.starts_with("MISSING: ");
    let text =
        LABELS.iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text).trim_start();
    let mut words = text.split(' ');
    let first = words.next()?;
    let number = |word: &str| {
        let is_number = word.split('.').all(|part| {
            let is_letter = part.len() == 1 && part.starts_with(|c: char| c.is_ascii_lowercase());
            is_letter || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let starts = word.starts_with(|c: char| c.is_ascii_digit());
        (is_number && starts).then(|| word.to_owned())
    };
    let (first, last) = match first.strip_suffix('.') {
        Some(first) => (number(first)?, number(first)?),
        None => {
            let first = number(first)?;
            let last = (words.next()? == "to").then(|| words.next()).flatten()?;
            (first, number(last.strip_suffix('.')?)?)
        }
    };
    Some(Told { line: at, first, last, is_missing })
}

fn label(line: &str) -> Option<&str> {
    let text = line.strip_prefix("// ")?;
    LABELS.iter().any(|label| text.starts_with(label)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::read_file;
    use super::step;

    #[test]
    fn numbers_are_read() {
        let read = |line: &str| {
            step(line, 0).map(|told| format!("{} {} {}", told.first, told.last, told.is_missing))
        };
        assert_eq!(read("// 7.1. The methods.").as_deref(), Some("7.1 7.1 false"));
        assert_eq!(read("// 7.8 to 7.10. For how long.").as_deref(), Some("7.8 7.10 false"));
        assert_eq!(read("// 12.c.1. Opaque.").as_deref(), Some("12.c.1 12.c.1 false"));
        assert_eq!(read("// MISSING: 3. Workers.").as_deref(), Some("3 3 true"));
        assert_eq!(read("// SHORTCUT: 1 to 2. At once.").as_deref(), Some("1 2 false"));
        assert_eq!(read("// 20 redirects at most."), None);
        assert_eq!(read("let a = 1; // 3. No."), None);
        assert_eq!(read("// MISSING: what no host asked for."), None);
    }

    #[test]
    fn a_comment_belongs_to_the_function_around_it() {
        let text = "\
/// Checks.
///
/// Spec: <https://a.example/#check>
fn check() {
    // 1. First.
    let other = || {
        // 2. Second.
    };
}

impl S {
    fn helper() {
        // 3. Whose?
    }
}
";
        let (functions, strays) = read_file("a.rs", text).expect("code");
        assert_eq!(functions.len(), 1);
        assert_eq!(functions[0].told.len(), 2);
        assert_eq!(strays, ["a.rs:13: a step of no algorithm: // 3. Whose?"]);
    }
}
