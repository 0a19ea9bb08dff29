//! Which files there are, and what leads from one to the other.

use std::collections::BTreeMap;

use crosscheck::catalog::Entry;
use crosscheck::catalog::Language;

use super::guide::GUIDES;
use super::links::Links;
use super::links::path;
use super::page::Pages;
use super::words::folder;

/// Every file, by its path below the site: `rule/allow-origin-missing.html`, and in Chinese
/// `zh/rule/allow-origin-missing.html`.
pub fn files(links: Links) -> BTreeMap<String, String> {
    let all: &[Entry] = &Entry::all().collect::<Vec<_>>();
    let mut files = BTreeMap::new();
    for language in Language::ALL.iter().copied() {
        let pages = Pages { all, links, language };
        let mut add = |path: &str, text| {
            files.insert(format!("{}{path}", folder(language)), text);
        };
        add("index.html", pages.index());
        all.iter().for_each(|entry| add(&path(*entry), pages.entry(*entry)));
        GUIDES.iter().for_each(|guide| add(&guide.path(), pages.guide(*guide)));
    }
    files.insert("style.css".into(), include_str!("style.css").into());
    files.insert("search.js".into(), include_str!("search.js").into());
    files
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crosscheck::catalog::Entry;
    use crosscheck::catalog::EntryKind;
    use crosscheck::catalog::Language;

    use super::Links;
    use super::files;
    use super::path;
    use crate::docs::words::folder;

    /// What stands in an attribute, wherever it is.
    fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
        let start = format!(" {attribute}=\"");
        text.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_name_has_a_page_and_the_index_leads_to_it() {
        let files = files(Links::Static);
        for language in Language::ALL.iter().copied() {
            let folder = folder(language);
            let index = &files[&format!("{folder}index.html")];
            let index: BTreeSet<&str> = values(index, "href").into_iter().collect();
            for entry in Entry::all() {
                let path = path(entry);
                assert!(index.contains(path.as_str()), "{folder}{path}");
                let text = &files[&format!("{folder}{path}")];
                assert!(text.contains(entry.name()) && !text.contains("{}"), "{folder}{path}");
                assert!(text.contains(&format!("<html lang=\"{}\">", language.tag())));
            }
        }
    }

    /// A live scene, or the policy for the editor and the reason why nothing else; or, where neither
    /// can be, the reason alone.
    #[test]
    fn every_finding_is_seen_or_says_why_not() {
        let (lab, anywhere) = (files(Links::Lab), files(Links::Static));
        let mut counts = [0; 3];
        for entry in Entry::all().filter(|entry| entry.kind() != EntryKind::Header) {
            let path = path(entry);
            let name = path.trim_end_matches(".html");
            let links = values(&lab[&path], "href");
            let has = |link: &str| links.contains(&&*format!("/?{link}={name}"));
            let says_why =
                ["can show this", "cannot show this"].iter().any(|w| lab[&path].contains(w));
            assert_eq!(has("policy"), entry.kind() == EntryKind::Finding, "{path}");
            let at = match (has("live"), says_why) {
                (true, false) => 0,
                (_, true) if has("live") || has("policy") => 1,
                (_, true) => 2,
                (false, false) => panic!("{path} shows nothing and says nothing"),
            };
            counts[at] += 1;
            assert!(anywhere[&path].contains("crosscheck lab") || says_why, "{path}");
        }
        assert_eq!(counts, [84, 26, 29], "live; told or in the editor; told of only");
    }

    #[test]
    fn every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere() {
        for links in [Links::Static, Links::Lab] {
            let files = files(links);
            let mut checked = 0;
            for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
                let here = url::Url::parse("file:///docs/").and_then(|root| root.join(path));
                let here = here.expect("a path");
                for target in values(text, "href").into_iter().chain(values(text, "src")) {
                    if target.starts_with("https://") {
                        continue;
                    }
                    let to = here.join(target).expect("a link");
                    let of_the_lab = links == Links::Lab && !to.path().starts_with("/docs/");
                    let name = to.path().trim_start_matches("/docs/");
                    assert!(of_the_lab || files.contains_key(name), "{path} leads to {target}");
                    checked += 1;
                }
                for tag in ["<img", "<iframe", "<link", "<script"] {
                    for part in text.split(tag).skip(1) {
                        let tag = part.split('>').next().unwrap_or_default();
                        assert!(!tag.contains("://"), "{path} loads {tag}");
                    }
                }
                assert!(!text.contains("<style") && !text.contains(" style="), "{path}");
            }
            assert!(checked > 300, "{checked}");
            for file in ["style.css", "search.js"] {
                assert!(!files[file].contains("://") && !files[file].contains("@import"), "{file}");
            }
        }
    }

    /// What people have in their hands finds what they look for; the commonest rule stands first.
    #[test]
    fn a_search_by_peoples_own_words_finds_the_rule() {
        let files = files(Links::Static);
        for (folder, query, wanted) in [
            ("", "failed to fetch", "rule/allow-origin-missing.html"),
            ("", "failed to fetch", "rule/network-failure.html"),
            ("", "401", "rule/preflight-status.html"),
            ("", "file://", "rule/scheme-not-http.html"),
            ("", "tower-http", "guide/migrate.html"),
            ("zh/", "跨域", "rule/allow-origin-missing.html"),
            ("zh/", "跨域 cookie", "rule/wildcard-with-credentials.html"),
            ("zh/", "本地文件", "rule/scheme-not-http.html"),
        ] {
            let index = &files[&format!("{folder}index.html")];
            let found: Vec<&str> = index
                .split("<li data-words=\"")
                .skip(1)
                .filter_map(|item| {
                    let (words, rest) = item.split_once('"')?;
                    let has_all = query.split(' ').all(|word| words.contains(word));
                    has_all.then(|| values(rest, "href")[0])
                })
                .collect();
            assert!(found.contains(&wanted), "{folder} {query}: {found:?}");
        }
        let links = values(&files["index.html"], "href");
        let first = links.iter().find(|link| link.starts_with("rule/"));
        assert_eq!(first, Some(&"rule/allow-origin-missing.html"));
    }

    /// Each heading, paragraph and label; which texts of a page are sentences, the lab's own test tells.
    #[test]
    fn what_stands_around_the_texts_is_chinese() {
        let files = files(Links::Lab);
        let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let mut headings = 0;
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("zh/")) {
            for tag in ["h2", "p", "label", "title", "span"] {
                for part in text.split(&format!("<{tag}>")).skip(1) {
                    let part = part.split(&format!("</{tag}>")).next().unwrap_or_default();
                    // A page is called as what it is about.
                    let is_name = tag == "title" && path != "zh/index.html";
                    assert!(is_name || is_chinese(part), "{path}: {tag}{part}");
                    headings += 1;
                }
            }
            assert!(!text.contains("/?live=") || text.contains("&amp;lang=zh-CN"), "{path}");
        }
        assert!(headings > 500, "{headings}");
    }

    #[test]
    fn all_of_it_is_small() {
        let bytes: usize = files(Links::Static).values().map(String::len).sum();
        assert!(bytes < 1_690_000, "{bytes} bytes");
    }
}
