//! What the core's sources say of scenarios: objects with their members, and closed sets of words.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::ensure;
use syn::Attribute;
use syn::Expr;
use syn::Fields;
use syn::ImplItem;
use syn::Item;
use syn::ItemEnum;
use syn::Lit;
use syn::Meta;

use crate::command::root;

/// Everything that is read.
pub(super) struct Source {
    objects: BTreeMap<String, Object>,
    words: BTreeMap<String, Words>,
    /// By the name of the type: what an object of it may have, and what it must.
    shapes: BTreeMap<String, Shape>,
}

/// A struct that is written as an object of JSON, or an enum's variants.
pub(super) struct Object {
    pub(super) about: String,
    pub(super) members: Vec<Member>,
    /// Of an enum: its name in JSON, what it is, its members.
    pub(super) variants: Vec<(String, String, Vec<Member>)>,
}

/// One member of an object.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) kind: Kind,
    pub(super) is_needed: bool,
}

/// What a member's value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Flag,
    Number,
    /// A list of pairs.
    Lines,
    /// Names with texts.
    Texts,
    /// Names with an address each.
    Addresses,
    ListOfTexts,
    /// An object of this type, or one of its words, or a text of its own.
    Of(String),
    ListOf(String),
}

/// A closed set of words: each with what it is.
pub(super) struct Words {
    pub(super) words: Vec<(String, String)>,
}

#[derive(Default)]
struct Shape {
    known: Vec<String>,
    needed: Vec<String>,
}

/// The objects that a scenario is made of, each with what people call it.
pub(super) const OBJECTS: [(&str, &str); 6] = [
    ("Scenario", "A scenario"),
    ("Step", "A step"),
    ("Body", "A step's body"),
    ("Route", "A route of the servers"),
    ("Permissions", "Permissions"),
    ("Settings", "Settings"),
];

/// What an object may hold that is no part of a scenario: what browsers did with it.
const BESIDE: [&str; 2] = ["seen", "expect"];

impl Source {
    pub(super) fn read() -> anyhow::Result<Self> {
        let mut source =
            Self { objects: BTreeMap::new(), words: BTreeMap::new(), shapes: BTreeMap::new() };
        source.walk(&root().join("crates/crosscheck/src"))?;
        for (name, shape) in &source.shapes {
            let Some(object) = source.objects.get_mut(name) else { continue };
            for member in &mut object.members {
                member.is_needed = shape.needed.contains(&member.name);
            }
            let members = object.members.iter().map(|member| member.name.as_str());
            let known = shape.known.iter().map(String::as_str);
            let known: Vec<_> = known.filter(|name| !BESIDE.contains(name)).collect();
            ensure!(
                known == members.collect::<Vec<_>>(),
                "the members of `{name}` are not those that its `KNOWN` lists, in that order"
            );
        }
        Ok(source)
    }

    pub(super) fn object(&self, name: &str) -> anyhow::Result<&Object> {
        self.objects.get(name).with_context(|| format!("there is no `{name}`"))
    }

    pub(super) fn words(&self, name: &str) -> Option<&Words> {
        self.words.get(name)
    }

    fn walk(&mut self, folder: &Path) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.walk(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = syn::parse_file(&fs::read_to_string(&path)?)?;
                let is_scenarios = path.components().any(|part| part.as_os_str() == "scenario");
                for item in file.items {
                    self.item(item, is_scenarios)?;
                }
            }
        }
        Ok(())
    }

    fn item(&mut self, item: Item, is_scenarios: bool) -> anyhow::Result<()> {
        match item {
            Item::Macro(item) if item.mac.path.is_ident("words") => {
                let item: ItemEnum = syn::parse2(item.mac.tokens)?;
                let words = item.variants.iter().filter_map(|variant| {
                    let (_, word) = variant.discriminant.as_ref()?;
                    Some((literal(word)?, about(&variant.attrs)))
                });
                self.words.insert(item.ident.to_string(), Words { words: words.collect() });
            }
            Item::Struct(item) if is_scenarios => {
                let object = Object {
                    about: about(&item.attrs),
                    members: members(&item.fields, &item.attrs),
                    variants: Vec::new(),
                };
                self.objects.insert(item.ident.to_string(), object);
            }
            Item::Enum(item) if is_scenarios => {
                let variants = item.variants.iter().map(|variant| {
                    let name = variant.ident.to_string().to_lowercase();
                    (name, about(&variant.attrs), members(&variant.fields, &[]))
                });
                let variants = variants.collect();
                let object = Object { about: about(&item.attrs), members: Vec::new(), variants };
                self.objects.insert(item.ident.to_string(), object);
            }
            Item::Impl(item)
                if item.trait_.as_ref().is_some_and(|(_, path, _)| path.is_ident("Shape")) =>
            {
                let mut shape = Shape::default();
                for item in &item.items {
                    let ImplItem::Const(item) = item else { continue };
                    match item.ident.to_string().as_str() {
                        "KNOWN" => shape.known = literals(&item.expr),
                        "NEEDED" => shape.needed = literals(&item.expr),
                        _ => {}
                    }
                }
                self.shapes.insert(type_name(&item.self_ty), shape);
            }
            _ => {}
        }
        Ok(())
    }
}

fn members(fields: &Fields, attributes: &[Attribute]) -> Vec<Member> {
    let is_kebab = serde_word(attributes, "rename_all").is_some_and(|word| word == "kebab-case");
    let named = fields.iter().filter_map(|field| {
        let name = field.ident.as_ref()?.to_string();
        let name = if is_kebab { name.replace('_', "-") } else { name };
        Some(Member {
            name: serde_word(&field.attrs, "rename").unwrap_or(name),
            about: about(&field.attrs),
            kind: kind(&type_name(&field.ty)),
            is_needed: false,
        })
    });
    named.collect()
}

fn kind(name: &str) -> Kind {
    let inside = |outer: &str| name.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(optional) = inside("Option") {
        return kind(optional);
    }
    match name {
        "String" => Kind::Text,
        "bool" => Kind::Flag,
        "u16" | "u32" | "u64" | "usize" => Kind::Number,
        "Vec<HeaderLine>" | "Vec<(String,String)>" => Kind::Lines,
        "Vec<String>" => Kind::ListOfTexts,
        "BTreeMap<String,IpAddr>" => Kind::Addresses,
        "BTreeMap<String,HeaderCondition>" | "HeaderTexts" => Kind::Texts,
        _ => match inside("Vec") {
            Some(item) => Kind::ListOf(item.to_owned()),
            None => Kind::Of(name.to_owned()),
        },
    }
}

/// A type as it is written, without spaces.
fn type_name(of: &syn::Type) -> String {
    quote(of).replace(' ', "")
}

fn quote(of: &impl quote::ToTokens) -> String {
    of.to_token_stream().to_string()
}

/// The first paragraphs of what is documented, up to an example: one line each.
fn about(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        if !pair.path.is_ident("doc") {
            continue;
        }
        let line = literal(&pair.value).unwrap_or_default();
        let line = line.trim();
        if line.starts_with("# ") || line.starts_with("```") {
            break;
        }
        if !text.is_empty() && !line.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    // Links lead to the types' own pages, which are not these.
    text.replace("[`", "`").replace("`]", "`")
}

/// What `serde(KEY = "…")` says.
fn serde_word(attributes: &[Attribute], key: &str) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let text = quote(attribute);
        let (_, after) = text.split_once(&format!("{key} = \""))?;
        after.split_once('"').map(|(word, _)| word.to_owned())
    })
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn literals(expression: &Expr) -> Vec<String> {
    match expression {
        Expr::Reference(reference) => literals(&reference.expr),
        Expr::Array(array) => array.elems.iter().filter_map(literal).collect(),
        _ => Vec::new(),
    }
}
