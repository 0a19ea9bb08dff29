//! The modules of one crate as they are written, and which file names what of which other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use syn::Item;
use syn::UseTree;
use syn::Visibility;
use syn::visit::Visit;

use crate::command::root;
use crate::layers::paths::Paths;
use crate::layers::paths::is_for_tests;

/// All modules of a crate; the first is its root.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    /// Relative to the repository's root.
    pub(super) files: Vec<String>,
}

#[derive(Default)]
pub(super) struct Module {
    /// `["server", "policy"]`.
    pub(super) path: Vec<String>,
    pub(super) file: usize,
    parent: usize,
    children: BTreeMap<String, usize>,
    items: BTreeSet<String>,
    /// Whether a macro makes items here, whose names are nowhere to be read.
    makes_items: bool,
    /// Names that `use` brings, with the path that it names.
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    /// What the code of this module names. What it only names anew for others (`pub use`) is not there.
    named: BTreeSet<Vec<String>>,
}

/// One file needs another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The path that says so, as it is written.
    pub(super) path: String,
    pub(super) files: (String, String),
}

/// Where a path leads.
#[derive(Clone, Copy)]
enum Place {
    /// To something that a module defines.
    Item(usize),
    Module(usize),
}

impl Tree {
    /// Reads a crate from its `lib.rs` or `main.rs`.
    pub(super) fn read(start: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        let folder = start.parent().context("a file in a folder")?.to_path_buf();
        tree.read_file(start, &folder, Vec::new(), 0)?;
        Ok(tree)
    }

    fn read_file(
        &mut self,
        file: &Path,
        folder: &Path,
        path: Vec<String>,
        parent: usize,
    ) -> anyhow::Result<usize> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let code = syn::parse_file(&text).with_context(|| file.display().to_string())?;
        let home = root().canonicalize()?;
        let shown = file.canonicalize()?;
        self.files.push(shown.strip_prefix(home).unwrap_or(&shown).display().to_string());
        let file = self.files.len() - 1;
        self.read_items(&code.items, file, folder, path, parent)
    }

    /// `folder` holds the files of the modules that are declared here.
    fn read_items(
        &mut self,
        items: &[Item],
        file: usize,
        folder: &Path,
        path: Vec<String>,
        parent: usize,
    ) -> anyhow::Result<usize> {
        let this = self.modules.len();
        self.modules.push(Module { path: path.clone(), file, parent, ..Module::default() });
        for item in items {
            if is_for_tests(item) {
                continue;
            }
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let below = [&path[..], std::slice::from_ref(&name)].concat();
                    let inner = folder.join(&name);
                    let child = match &module.content {
                        Some((_, items)) => self.read_items(items, file, &inner, below, this)?,
                        None => self.read_file(&find_file(folder, &name), &inner, below, this)?,
                    };
                    self.modules[this].children.insert(name, child);
                }
                Item::Use(written) => {
                    let is_private = matches!(written.vis, Visibility::Inherited);
                    self.modules[this].import(&written.tree, Vec::new(), is_private);
                }
                other => {
                    let module = &mut self.modules[this];
                    module.makes_items |=
                        matches!(other, Item::Macro(call) if call.ident.is_none());
                    module.items.extend(defined(other));
                    let mut paths = Paths::default();
                    paths.visit_item(other);
                    module.named.extend(paths.named);
                    for tree in paths.uses {
                        module.import(&tree, Vec::new(), true);
                    }
                }
            }
        }
        Ok(this)
    }

    /// Which file needs which other, each pair once.
    pub(super) fn edges(&self) -> Vec<Edge> {
        let mut edges = BTreeMap::new();
        for (index, module) in self.modules.iter().enumerate() {
            for path in &module.named {
                let Some(Place::Item(home)) = self.resolve(index, path, 0) else { continue };
                let (from, to) = (module.file, self.modules[home].file);
                if from != to {
                    let files = (self.files[from].clone(), self.files[to].clone());
                    let path = path.join("::");
                    edges.entry((from, to)).or_insert(Edge { from, to, path, files });
                }
            }
        }
        edges.into_values().collect()
    }

    /// Where a path leads that is written in a module. What another crate defines is nowhere here.
    fn resolve(&self, module: usize, path: &[String], depth: usize) -> Option<Place> {
        let (first, mut rest) = path.split_first()?;
        let mut place = match first.as_str() {
            "crate" => Place::Module(0),
            "self" => Place::Module(module),
            "super" => Place::Module(self.modules[module].parent),
            name => self.find(module, name, rest.is_empty(), depth)?,
        };
        while let (Place::Module(at), Some((name, more))) = (place, rest.split_first()) {
            place = match name.as_str() {
                "super" => Place::Module(self.modules[at].parent),
                "self" => place,
                name => self.find(at, name, more.is_empty(), depth)?,
            };
            rest = more;
        }
        Some(place)
    }

    /// What a name means in a module. A name that ends a path is rather a thing than a module.
    fn find(&self, module: usize, name: &str, is_last: bool, depth: usize) -> Option<Place> {
        if depth > 12 {
            return None;
        }
        let scope = &self.modules[module];
        let child = scope.children.get(name).map(|child| Place::Module(*child));
        let item = || scope.items.contains(name).then_some(Place::Item(module));
        let import = || {
            let path = scope.imports.get(name)?;
            // `use url::Url;` in a module named `url` is about the crate.
            if path.first().is_some_and(|first| first == name) && path.len() == 1 {
                return None;
            }
            self.resolve(module, path, depth + 1)
        };
        let glob = || {
            scope.globs.iter().find_map(|path| {
                let Place::Module(source) = self.resolve(module, path, depth + 1)? else {
                    return None;
                };
                (source != module).then(|| self.find(source, name, is_last, depth + 1))?
            })
        };
        if is_last {
            let made = || scope.makes_items.then_some(Place::Item(module));
            item().or_else(import).or(child).or_else(glob).or_else(made)
        } else {
            child.or_else(item).or_else(import).or_else(glob)
        }
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, before: Vec<String>, is_private: bool) {
        let with = |name: String| [&before[..], &[name]].concat();
        let mut add = |name: String, path: Vec<String>| {
            if is_private {
                self.named.insert(path.clone());
            }
            self.imports.insert(name, path);
        };
        match tree {
            UseTree::Path(path) => {
                self.import(&path.tree, with(path.ident.to_string()), is_private);
            }
            UseTree::Name(name) if name.ident == "self" => {
                add(before.last().cloned().unwrap_or_default(), before);
            }
            UseTree::Name(name) => add(name.ident.to_string(), with(name.ident.to_string())),
            UseTree::Rename(rename) => {
                add(rename.rename.to_string(), with(rename.ident.to_string()));
            }
            UseTree::Glob(_) => self.globs.push(before),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before.clone(), is_private);
                }
            }
        }
    }
}

fn find_file(folder: &Path, name: &str) -> PathBuf {
    let name = name.trim_start_matches("r#");
    let file = folder.join(format!("{name}.rs"));
    if file.exists() { file } else { folder.join(name).join("mod.rs") }
}

/// The name of what an item defines, if it has one.
fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        // A macro that makes an enum of a table: `enum Name` is among what it is given.
        Item::Macro(item) if item.ident.is_none() => return made_by_macro(item),
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn made_by_macro(item: &syn::ItemMacro) -> Option<String> {
    let mut words = item.mac.tokens.clone().into_iter().map(|word| word.to_string());
    words.find(|word| word == "enum")?;
    words.next()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Tree;

    /// Writes a crate and says which file needs which.
    fn edges(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let tree = Tree::read(&folder.path().join("lib.rs")).expect("a crate");
        let name = |file: &str| {
            let home = folder.path().canonicalize().expect("there");
            Path::new(file).strip_prefix(home).expect("in it").display().to_string()
        };
        tree.edges().iter().map(|edge| (name(&edge.files.0), name(&edge.files.1))).collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_name_counts_for_the_file_that_defines_it() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod inner; mod other; pub use inner::Thing; pub use crate::b::help;"),
            ("a/inner.rs", "use super::help; pub struct Thing; fn f() { help() }"),
            ("a/other.rs", "use super::Thing; fn f(_: Thing) {}"),
            ("b.rs", "pub fn help() {}"),
        ]);
        assert_eq!(found, [pair("a/inner.rs", "b.rs"), pair("a/other.rs", "a/inner.rs")]);
    }

    #[test]
    fn paths_in_code_macros_and_attributes_count_and_tests_do_not() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b; mod c; mod d; #[cfg(test)] mod tests { use crate::a::A; }"),
            ("a.rs", "pub struct A; fn f() { println!(\"{}\", crate::b::TEXT) }"),
            ("b.rs", "pub const TEXT: &str = \"\"; fn f() -> super::c::C { crate::c::C::new() }"),
            (
                "c.rs",
                "use crate::d; pub struct C; #[derive(X)] #[arg(parser = d::parse)] struct S;",
            ),
            ("d.rs", "pub fn parse() {} #[cfg(test)] fn t() { crate::a::A; }"),
        ]);
        assert_eq!(found, [pair("a.rs", "b.rs"), pair("b.rs", "c.rs"), pair("c.rs", "d.rs")]);
    }

    #[test]
    fn what_a_macro_makes_counts_for_the_file_that_calls_it() {
        let edges = edges(&[
            ("lib.rs", "mod a; mod words;"),
            ("a.rs", "use crate::words::Mode; fn f(_: Mode) {}"),
            ("words.rs", "words! { pub enum Mode {} }"),
        ]);
        assert_eq!(edges, [pair("a.rs", "words.rs")]);
    }

    #[test]
    fn an_enum_that_a_macro_makes_counts_for_the_file_of_its_table() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::Kind; fn f(_: Kind) {}"),
            ("b.rs", "table! { /// Kinds.\nenum Kind: Row { One = \"one\" { what: \"a\" } } }"),
        ]);
        assert_eq!(found, [pair("a.rs", "b.rs")]);
    }

    #[test]
    fn a_glob_and_a_new_name_lead_on() {
        let found = edges(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::*; use crate::b::Long as Short; fn f(_: One, _: Short) {}"),
            ("b.rs", "pub struct One; pub struct Long;"),
        ]);
        assert_eq!(found, [pair("a.rs", "b.rs")]);
    }
}
