//! Software and services that have a place of their own for what pages may do: which one answers is told by its host,
//! port or path, or by words that only it writes. Owns [`table`](self::table) of them.

mod product;
mod table;

use self::product::Product;
use self::table::PRODUCTS;

/// All of them.
pub(crate) fn products() -> impl Iterator<Item = &'static Product> {
    PRODUCTS.iter()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::products;

    #[test]
    fn each_is_told_by_something_and_said_in_both_languages() {
        for known in products() {
            let says = known.says.english;
            let is_told = !known.words.is_empty()
                || !known.domains.is_empty()
                || known.port.is_some()
                || !known.paths.is_empty();
            assert!(is_told, "{says}");
            assert!(known.says.chinese.is_some_and(|chinese| chinese != says), "{says}");
            let is_lower = known.words.iter().all(|word| *word == word.to_lowercase());
            assert!(is_lower, "{:?} are looked for in small letters", known.words);
        }
    }

    #[test]
    fn a_port_is_of_this_network_and_a_domain_is_whole() {
        let is_known = |url: &str| products().any(|known| known.is_at(&Url::parse(url).unwrap()));
        for url in [
            "http://localhost:11434/",
            "http://[::1]:11434/",
            "http://ollama:11434/",
            "https://a.run.app/",
        ] {
            assert!(is_known(url), "{url}");
        }
        for url in
            ["https://api.example.com:11434/", "https://notrun.app/", "http://localhost:3000/"]
        {
            assert!(!is_known(url), "{url}");
        }
    }
}
