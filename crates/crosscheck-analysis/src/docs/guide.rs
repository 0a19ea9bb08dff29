//! Guides: longer pages than that of one name, written in a small part of Markdown.

use crosscheck::catalog::Language;
use maud::Markup;
use maud::html;

use super::prose::with_code;

/// A guide, in each language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guide {
    /// Its page's name.
    pub(super) name: &'static str,
    english: &'static str,
    chinese: &'static str,
    /// What else people search it by.
    pub(super) searched: &'static str,
}

/// Every guide, in the order of the index.
pub(super) const GUIDES: [Guide; 3] = [
    Guide {
        name: "policy",
        english: include_str!("guides/policy.en.md"),
        chinese: include_str!("guides/policy.zh.md"),
        searched: "reference configuration crosscheck.toml toml keys schema 配置 参考",
    },
    Guide {
        name: "ci",
        english: include_str!("guides/ci.en.md"),
        chinese: include_str!("guides/ci.zh.md"),
        searched: "ci pipeline github actions gitlab test deploy 持续集成 测试",
    },
    Guide {
        name: "migrate",
        english: include_str!("guides/migrate.en.md"),
        chinese: include_str!("guides/migrate.zh.md"),
        searched: "migration tower-http actix-cors express cors axum actix node middleware 迁移",
    },
];

impl Guide {
    /// The page's path below its language's folder.
    pub(super) fn path(self) -> String {
        format!("guide/{}.html", self.name)
    }

    pub(super) const fn text(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            _ => self.english,
        }
    }

    pub(super) fn title(self, language: Language) -> &'static str {
        self.text(language).lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// Headings, paragraphs, lists of one level, code between fences, and code within a line.
pub(super) fn written(text: &str) -> Markup {
    let mut parts = text.split("```\n");
    let mut blocks = Vec::new();
    while let Some(told) = parts.next() {
        blocks.push((told, parts.next()));
    }
    html! {
        @for (told, code) in blocks {
            (lines(told))
            @if let Some(code) = code { pre tabindex="0" { (code.trim_end()) } }
        }
    }
}

fn lines(text: &str) -> Markup {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let is_item = |line: &&str| line.starts_with("- ");
    html! {
        @for group in lines.chunk_by(|one, other| is_item(one) && is_item(other)) {
            @if is_item(&group[0]) {
                ul { @for line in group { li { (with_code(&line[2..])) } } }
            } @else if let Some(title) = group[0].strip_prefix("## ") {
                h2 { (with_code(title)) }
            } @else if let Some(title) = group[0].strip_prefix("# ") {
                h1 { (with_code(title)) }
            } @else {
                p { (with_code(group[0])) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use crosscheck::catalog::Language;
    use crosscheck_config::ReadOptions;

    use super::GUIDES;
    use super::written;

    /// Every key that a policy file may have is told of, in both languages.
    #[test]
    fn the_reference_tells_of_every_key() {
        let schema = crosscheck_config::schema().to_value();
        let definitions = schema["$defs"].as_object().expect("definitions").values();
        let tables =
            definitions.chain([&schema]).filter_map(|table| table["properties"].as_object());
        let keys: Vec<&String> = tables.flat_map(|table| table.keys()).collect();
        assert!(keys.len() > 20, "{keys:?}");
        for language in Language::ALL.iter().copied() {
            let text = GUIDES[0].text(language);
            let untold: Vec<_> = keys.iter().filter(|key| !text.contains(key.as_str())).collect();
            assert!(untold.is_empty(), "{language:?}: {untold:?}");
        }
    }

    /// What stands between fences as TOML is a policy without mistakes.
    #[test]
    fn what_is_shown_of_a_policy_is_one() {
        let mut count = 0;
        for guide in GUIDES {
            for language in Language::ALL.iter().copied() {
                let codes = guide.text(language).split("```\n").skip(1).step_by(2);
                for toml in codes.filter(|code| code.starts_with("[cors]")) {
                    let read = crosscheck_config::read("guide", toml, ReadOptions::default());
                    assert!(read.policy.is_some(), "{toml}");
                    count += 1;
                }
            }
        }
        assert_eq!(count, 4);
    }

    /// What stands between fences as Rust is in an example, which compiles.
    #[test]
    fn what_is_shown_of_rust_is_in_an_example() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
        let examples = [
            "crosscheck-tower/examples/coming_from_tower_http.rs",
            "crosscheck-actix/examples/coming_from_actix_cors.rs",
        ];
        let examples = examples.map(|file| {
            without_blanks(&fs::read_to_string(crates.join(file)).expect("it is there"))
        });
        let mut count = 0;
        for language in Language::ALL.iter().copied() {
            let codes = GUIDES[2].text(language).split("```\n").skip(1).step_by(2);
            // What is of actix-cors is no dependency's.
            let rust = codes.filter(|code| code.contains("::") && !code.contains("Cors::default"));
            for code in rust {
                let code = without_blanks(code);
                assert!(examples.iter().any(|example| example.contains(&code)), "{code}");
                count += 1;
            }
        }
        assert_eq!(count, 6);
    }

    #[test]
    fn marks_become_elements() {
        let text = "# A `b`\nc\n\n- d\n- e\n\n```\nf < g\n```\nh\n";
        assert_eq!(
            written(text).into_string(),
            "<h1>A <code>b</code></h1><p>c</p><ul><li>d</li><li>e</li></ul>\
             <pre tabindex=\"0\">f &lt; g</pre><p>h</p>"
        );
    }
}
