
namespace Atrium.Conformance.Sites;

/// <summary>What holds on ports 80 and 443 alone, in a network of the test's own where nobody else has them.</summary>
public sealed class StandardPortTests
{
    /// <summary>Serves, asks what the test asks, and stops the server by its process id. $1 is the program, $2 the folder.</summary>
    private const string Script = """
        set -eu
        export PATH="$PATH:/usr/sbin:/sbin"
        program=$1 data=$2/data www=$2/www
        ip link set lo up
        dotnet "$program" serve --data "$data" --bind 127.0.0.1 --port-base 0 >"$2/log" 2>&1 &
        server=$!
        trap 'kill $server; wait $server || true' EXIT
        until curl -sf --cacert "$data/tls/ca.crt" https://127.0.0.1/readyz >/dev/null; do
          kill -0 $server || { cat "$2/log" >&2; exit 1; }
          sleep 0.1
        done
        ask() { echo "== $1"; curl -sS -D - -o /dev/null --cacert "$3" --connect-to ::127.0.0.1: "$2"; }
        for host in bought.example clear.example local.example; do
          http=; [ $host = clear.example ] && http=--http
          dotnet "$program" site add $host $http --from "$www" --data "$data" >/dev/null
        done
        ask bought https://bought.example/ "$data/tls/certs/bought.example.crt"
        ask bought-missing https://bought.example/nothing "$data/tls/certs/bought.example.crt"
        ask bought-clear http://bought.example/a?b "$data/tls/ca.crt"
        ask clear https://clear.example/ "$data/tls/certs/clear.example.crt"
        ask local https://local.example/ "$data/tls/ca.crt"
        """;

    /// <summary>
    /// RFC 6797: over TLS alone, and only where the certificate is the operator's. A browser that was told to insist on one of the local
    /// authority, or told so of port 443 by a server on another, would be shut out.
    /// </summary>
    [Fact]
    public async Task StrictTransportSecurity_IsSentByASiteWithACertificateOfItsOwn_OverTlsOnly()
    {
        using var scratch = new Scratch();
        var (www, certs) = (scratch.Path("www"), scratch.Path("data/tls/certs"));
        Directory.CreateDirectory(www);
        Directory.CreateDirectory(certs);
        await File.WriteAllTextAsync(Path.Combine(www, "index.html"), "x", TestRun.Cancelled);
        foreach (var host in new[] { "bought.example", "clear.example" })
        {
            (await Shell.RunAsync(
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={host}",
                "-addext", $"subjectAltName=DNS:{host}", "-keyout", Path.Combine(certs, $"{host}.key"), "-out", Path.Combine(certs, $"{host}.crt"))).OrThrow();
        }
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var folder = Path.GetDirectoryName(www)!;
        var answer = (await Shell.RunAsync(
            "unshare", [.. asRoot, "--net", "bash", "-c", Script, "bash", await AtriumProgram.DllAsync(), folder], input: null)).OrThrow();
        var heads = answer.Output.Split("== ", StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(part => part[..part.IndexOf('\n')], part => part[(part.IndexOf('\n') + 1)..]);

        const string Insists = "Strict-Transport-Security: max-age=15552000";
        Assert.Contains(Insists, heads["bought"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Insists, heads["bought-missing"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Location: https://bought.example/a?b\r\n", heads["bought-clear"], StringComparison.OrdinalIgnoreCase);
        foreach (var without in new[] { "bought-clear", "clear", "local" })
            Assert.DoesNotContain("Strict-Transport-Security", heads[without], StringComparison.OrdinalIgnoreCase);
        foreach (var page in new[] { "bought", "clear", "local" })
            Assert.StartsWith("HTTP/2 200", heads[page]);
    }
}
