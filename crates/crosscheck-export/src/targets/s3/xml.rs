//! A bucket's rules as XML: what S3's own interface takes, and what its console showed until 2020.

use std::rc::Rc;

use crate::import::At;
use crate::import::Kind;
use crate::import::Node;

/// The rules as a tree, as if they were written in JSON; `None` if a text is no such XML.
pub(super) fn document(text: &str) -> Option<Rc<Node>> {
    text.contains("<CORSRule>").then(|| {
        let rules = elements(text, 0, "CORSRule").map(|(at, inner)| {
            let start = at + "<CORSRule>".len();
            let of = |name: &'static str| {
                let texts = elements(inner, start, name).map(|(at, text)| {
                    let text = text.trim().to_owned();
                    Rc::new(Node { at, kind: Kind::Text(text) })
                });
                let texts: Vec<Rc<Node>> = texts.collect();
                let first = texts.first()?.at;
                Some((name.to_owned(), first, Rc::new(Node { at: first, kind: Kind::List(texts) })))
            };
            let age = |(name, first, node): (String, At, Rc<Node>)| {
                let one = node.list().first().map(Rc::clone);
                Some((name, first, one?))
            };
            let lists = LISTS.into_iter().filter_map(of);
            let table = lists.chain(of("MaxAgeSeconds").and_then(age)).collect();
            Rc::new(Node { at, kind: Kind::Table(table) })
        });
        let rules = Rc::new(Node { at: 0, kind: Kind::List(rules.collect()) });
        let table = vec![("CORSRules".to_owned(), 0, rules)];
        Rc::new(Node { at: 0, kind: Kind::Table(table) })
    })
}

const LISTS: [&str; 4] = ["AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader"];

/// Where each element of a name begins, and what is in it; none of them holds another of its name.
fn elements<'t>(
    text: &'t str,
    start: At,
    name: &'static str,
) -> impl Iterator<Item = (At, &'t str)> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let places: Vec<At> = text.match_indices(&open).map(|(at, _)| at).collect();
    places.into_iter().filter_map(move |at| {
        let inner = text.get(at + open.len()..)?.split_once(&close)?.0;
        Some((start + at, inner))
    })
}

#[cfg(test)]
mod tests {
    use crate::import;

    #[test]
    fn the_old_form_of_a_buckets_rules_is_read() {
        let text = "<CORSConfiguration>\n <CORSRule>\n  <AllowedOrigin>https://a.example/</AllowedOrigin>\n  \
                    <AllowedOrigin>https://b.example</AllowedOrigin>\n  <AllowedMethod>GET</AllowedMethod>\n  \
                    <AllowedMethod>PUT</AllowedMethod>\n  <MaxAgeSeconds>3000</MaxAgeSeconds>\n  \
                    <AllowedHeader>content-type</AllowedHeader>\n </CORSRule>\n</CORSConfiguration>";
        let imported = import(text, None).expect("rules");
        assert_eq!(imported.server.name(), "s3");
        assert_eq!(imported.config.origins, ["https://b.example"]);
        assert_eq!(imported.config.methods, ["PUT"]);
        assert_eq!(imported.config.request_headers, ["content-type"]);
        assert_eq!(imported.config.max_age, Some(3000));
        let slash = imported.notes.first().expect("a note");
        assert_eq!((slash.line, slash.text.as_str()), (3, "https://a.example/"));
    }
}
