namespace Atrium.Protocols.Http.OpenApi;

/// <summary>What is asked of the server itself, most of it without a sign-in.</summary>
internal static class ServerOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/openapi.json", new("Server", "This document") { Replies = [new(200, "OpenAPI 3.1", new Body("application/json", null))], Problems = [400] }),
        ("GET /", new("Server", "A page for people") { Replies = [new(200, "HTML", new Body("text/html", null))] }),
        ("GET /sign-in", new("Server", "A form for people, which begins a session")
        {
            Parameters = [new("next", "string", "The path to go on to")], Replies = [new(200, "HTML", new Body("text/html", null))], Problems = [400],
        }),
        ("POST /sign-in", new("Server", "What the form sends: account, password, next")
        {
            Request = new Body("application/x-www-form-urlencoded", null), Replies = [new(303, "Signed in"), new(401, "HTML", new Body("text/html", null))], Problems = [400, 413],
        }),
        ("GET /sign-out", new("Server", "A button for people, which ends the session") { Replies = [new(200, "HTML", new Body("text/html", null))], Problems = [400] }),
        ("POST /sign-out", new("Server", "What the button sends: the session's token")
        {
            Request = new Body("application/x-www-form-urlencoded", null), Replies = [new(303, "Signed out")], Problems = [400, 403, 413],
        }),
        ("GET /sign-in/site", new("Server", "Sends a browser that has signed in back to the site that asked for it, with a code that is good once")
        {
            Parameters = [new("host", "string", "a name of a site that asks for a sign-in"), new("state", "string", "what the site has given the browser")],
            Replies = [new(303, "To the site, or to the sign-in page first")], Problems = [400, 401, 403, 404],
        }),
        ("GET /.well-known/atrium/jwks.json", new("Server", "The key that verifies what applications behind sites are told of who has signed in (RFC 7517)")
        {
            Replies = [new(200, "A JWK set", new Body("application/jwk-set+json", null))], Problems = [400],
        }),
        ("GET /livez", new("Server", "Whether the process answers") { Replies = [new(200, "It does", new Body("text/plain", null))] }),
        ("GET /readyz", new("Server", "Whether requests can be served; 503 while they cannot") { Replies = [new(200, "They can", new Body("text/plain", null))] }),
        ("GET /metrics", new("Server", "All that is measured, for Prometheus: from the machine itself without a sign-in, otherwise for administrators")
        {
            Replies = [new(200, "The text format of Prometheus, or OpenMetrics where it is asked for", new Body("text/plain", null))], Problems = [400, 401, 403],
        }),
        ("GET /favicon.ico", new("Server", "The icon that browsers show beside the server's own pages") { Replies = [new(200, "ICO", new Body("image/x-icon", null))] }),
        ("GET /ca.crt", new("Server", "The certificate of the local authority; 404 where the operator brought his own")
        {
            Replies = [new(200, "PEM", new Body("application/x-x509-ca-cert", null))], Problems = [404],
        }),
    ];
}
