//! There and back: what an export of a policy means, read again, is what the policy means.

#[path = "../../../conformance/tests/servers/exported/policies.rs"]
mod policies;

use crosscheck::server::Access;
use crosscheck::server::Policy;
use crosscheck_export::ConfigFile;
use crosscheck_export::Effect;
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

/// Servers that cannot say everything: what a policy gains or loses on the way was said by the export.
#[test]
fn what_gets_lost_was_said_before() {
    let servers = [
        Server::Envoy,
        Server::Istio,
        Server::GatewayApi,
        Server::IngressNginx,
        Server::Traefik,
        Server::S3,
        Server::R2,
        Server::Gcs,
        Server::Azure,
        Server::ApiGateway,
        Server::Kong,
        Server::Apisix,
        Server::Jub0bs,
        Server::Laravel,
        Server::Vercel,
        Server::Netlify,
        Server::CloudflarePages,
        Server::StaticWebApps,
    ];
    let mut wrong = Vec::new();
    for server in servers {
        let mut same = 0;
        for (name, config) in policies::policies() {
            let policy = Policy::new(&config).expect(name);
            let export = export(&policy, server).expect("it can be written for");
            let files: Vec<&str> = export.files.iter().map(|file| file.text.as_str()).collect();
            let whole = files.join("\n---\n");
            let imported = match import_with(&whole, Some(server), &|_| None) {
                Ok(imported) => imported,
                Err(error) => {
                    wrong.push(format!("{} {name}: {error}", server.name()));
                    continue;
                }
            };
            let back = Policy::new(&imported.config).expect(name);
            let difference = policy.diff(&back).expect("few enough");
            let says = |effect| export.losses.iter().any(|loss| loss.effect == effect);
            // What is said in other headers stays the application's, which may be more or less.
            let is_cors = |access: &Access| *access != Access::Timing;
            let narrows = difference.changes.iter().any(|change| change.loses.iter().any(is_cors));
            let is_told = (!difference.widens() || says(Effect::Wider))
                && (!narrows || says(Effect::Narrower))
                && (imported.not_understood.is_empty() || !export.losses.is_empty());
            same += usize::from(difference.is_empty());
            if !is_told {
                wrong.push(format!(
                    "{} {name}: {:?}\n{:?}\n{difference:#?}\n{whole}",
                    server.name(),
                    export.losses,
                    imported.not_understood
                ));
            }
        }
        eprintln!("{}: {same} of 20 mean the same", server.name());
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n====\n"));
}
