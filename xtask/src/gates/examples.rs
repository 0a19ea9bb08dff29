//! What people call is shown: each public function of the core that takes an argument has an example.
//!
//! Who only asks a value for what it holds needs none. A method may be shown by its type, or by another
//! method of it: they are on one page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::bail;
use syn::Attribute;
use syn::Expr;
use syn::FnArg;
use syn::ImplItem;
use syn::Item;
use syn::Lit;
use syn::Meta;
use syn::Signature;
use syn::Type;
use syn::Visibility;

use crate::command::root;
use crate::command::told;

/// What is not shown, and why.
const NOT_SHOWN: [(&str, &str); 4] = [
    ("UserAgent::forget_image", "for who decodes images"),
    ("Transcript::after_image", LIVE),
    ("Transcript::is_same_exchange", LIVE),
    ("audit_all", LIVE),
];

const LIVE: &str = "of what live servers said, which `crosscheck-probe` has examples of";

pub(crate) fn run() -> anyhow::Result<()> {
    let mut found = Found::default();
    look_at_folder(&root().join("crates/crosscheck/src"), &mut found)?;
    let is_excused = |name: &str| NOT_SHOWN.iter().any(|(known, _)| *known == name);
    let mut wrong: Vec<String> = found
        .missing
        .iter()
        .filter(|(name, _)| !is_excused(name))
        .map(|(name, file)| format!("{name} ({file}) has no example: how is it called?"))
        .collect();
    let needless = NOT_SHOWN.iter().filter(|(name, _)| !found.missing.contains_key(*name));
    wrong.extend(
        needless.map(|(name, _)| format!("{name} is shown, or gone: take it off the list")),
    );
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    told(&format!(
        "{} public functions of the core take an argument; all are shown but {}, each for a reason",
        found.called,
        NOT_SHOWN.len(),
    ));
    Ok(())
}

/// What was found in the files so far.
#[derive(Debug, Default)]
struct Found {
    /// How many functions people call.
    called: usize,
    /// Those that nothing shows, with their files.
    missing: BTreeMap<String, String>,
}

fn look_at_folder(folder: &Path, found: &mut Found) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.display().to_string();
        if path.is_dir() {
            look_at_folder(&path, found)?;
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).context(name.clone())?;
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            look_at(&text, &name, found).context(name)?;
        }
    }
    Ok(())
}

/// One public function, and what is told of it.
struct Function {
    /// `Policy`, or nothing.
    of: Option<String>,
    name: String,
    docs: String,
}

fn look_at(text: &str, file: &str, found: &mut Found) -> anyhow::Result<()> {
    let mut functions = Vec::new();
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for item in syn::parse_file(text)?.items {
        match item {
            Item::Fn(item) if is_public(&item.vis) && is_called(&item.sig) => {
                let (name, docs) = (item.sig.ident.to_string(), docs(&item.attrs));
                functions.push(Function { of: None, name, docs });
            }
            Item::Struct(item) => {
                types.entry(item.ident.to_string()).or_default().push_str(&docs(&item.attrs));
            }
            Item::Enum(item) => {
                types.entry(item.ident.to_string()).or_default().push_str(&docs(&item.attrs));
            }
            Item::Impl(item) => {
                let Some(of) = name_of(&item.self_ty) else { continue };
                for member in item.items {
                    let ImplItem::Fn(method) = member else { continue };
                    let docs = docs(&method.attrs);
                    types.entry(of.clone()).or_default().push_str(&docs);
                    if is_public(&method.vis) && is_called(&method.sig) {
                        let name = method.sig.ident.to_string();
                        functions.push(Function { of: Some(of.clone()), name, docs });
                    }
                }
            }
            _ => {}
        }
    }
    found.called += functions.len();
    for Function { of, name, docs } in functions {
        let calls = [format!(".{name}("), format!("::{name}(")];
        let page = of.as_ref().and_then(|of| types.get(of));
        let is_called_there = page.is_some_and(|page| {
            examples(page).iter().any(|example| calls.iter().any(|call| example.contains(call)))
        });
        if examples(&docs).is_empty() && !is_called_there {
            let name = of.map_or_else(|| name.clone(), |of| format!("{of}::{name}"));
            found.missing.insert(name, file.to_owned());
        }
    }
    Ok(())
}

const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether there is something to hand in, or nothing yet to ask.
fn is_called(signature: &Signature) -> bool {
    let is_asked = matches!(signature.inputs.first(), Some(FnArg::Receiver(_)));
    !is_asked || signature.inputs.len() > 1
}

fn name_of(of: &Type) -> Option<String> {
    let Type::Path(path) = of else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

fn docs(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let Meta::NameValue(doc) = &attribute.meta
            && let Expr::Lit(literal) = &doc.value
            && let Lit::Str(line) = &literal.lit
        {
            text.push_str(&line.value());
            text.push('\n');
        }
    }
    text
}

/// What stands between fences.
fn examples(docs: &str) -> Vec<&str> {
    docs.split("```").skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::Found;
    use super::look_at;

    #[test]
    fn who_takes_an_argument_is_shown_by_itself_or_on_its_page() {
        let text = r#"
            /// A jar.
            /// ```
            /// Jar::new(3).put("a");
            /// ```
            pub struct Jar;
            impl Jar {
                /// A jar.
                pub fn new(size: usize) -> Self { Self }
                /// Puts something in.
                pub fn put(&mut self, what: &str) {}
                /// Takes something out.
                pub fn take(&mut self, what: &str) {}
                /// What is in it.
                pub fn all(&self) -> &str { "" }
                fn own(&self, what: &str) {}
            }
            /// Washes jars.
            pub fn wash(jar: Jar) {}
        "#;
        let mut found = Found::default();
        look_at(text, "jar.rs", &mut found).unwrap();
        assert_eq!(found.called, 4);
        let missing: Vec<&str> = found.missing.keys().map(String::as_str).collect();
        assert_eq!(missing, ["Jar::take", "wash"]);
    }
}
