//! There and back: what an export of a policy means, read again, is what the policy means.

#[path = "../../../conformance/tests/servers/exported/policies.rs"]
mod policies;

use crosscheck::server::Policy;
use crosscheck_export::ConfigFile;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::import_with;

#[test]
fn nginx_says_what_the_policy_says() {
    there_and_back(Server::Nginx);
}

#[test]
fn haproxy_says_what_the_policy_says() {
    there_and_back(Server::Haproxy);
}

#[test]
fn caddy_says_what_the_policy_says() {
    there_and_back(Server::Caddy);
}

#[test]
fn apache_says_what_the_policy_says() {
    there_and_back(Server::Apache);
}

fn there_and_back(server: Server) {
    for (name, config) in policies::policies() {
        let policy = Policy::new(&config).expect(name);
        let export = export(&policy, server).expect("it can be written for");
        let (lists, files): (Vec<&ConfigFile>, Vec<&ConfigFile>) =
            export.files.iter().partition(|file| file.name.ends_with(".lst"));
        let whole: String = files.iter().map(|file| file.text.as_str()).collect();
        let list = |path: &str| {
            let list = lists.iter().find(|list| path.ends_with(&list.name));
            list.map(|list| list.text.clone())
        };
        let imported = import_with(&whole, Some(server), &list).expect(name);
        assert_eq!(imported.not_understood, [], "{name}: {:?}\n{whole}", imported.config);
        let back = Policy::new(&imported.config).expect(name);
        let difference = policy.diff(&back).expect("few enough");
        assert!(difference.is_empty(), "{name}: {difference:#?}\n{:#?}\n{whole}", imported.config);
    }
}
