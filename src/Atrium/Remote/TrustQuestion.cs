using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Values;
using Spectre.Console;

namespace Atrium.Remote;

/// <summary>Whether a server is the right one, asked at the first login: of an authority, of a script, or of a person.</summary>
internal sealed class TrustQuestion(Shell shell)
{
    internal Option<string?> Authority { get; } = new("--ca")
    {
        Description = "Trust this authority for this server: a file of certificates in PEM, such as the server's DIR/tls/ca.crt",
        HelpName = "FILE",
    };

    internal Option<string?> Accept { get; } = new("--accept-fingerprint")
    {
        Description = "Trust the certificate that has this fingerprint, without asking",
        HelpName = "SHA256:HEX",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (Fingerprint.Normalize(text) is { } fingerprint)
                return fingerprint;
            result.AddError($"--accept-fingerprint takes the SHA-256 of a certificate in hexadecimal digits, such as SHA256:AB:CD:...; '{text}' is none.");
            return null;
        },
    };

    /// <summary>By what the server will be known.</summary>
    /// <exception cref="CommandFailedException">It is not trusted.</exception>
    internal async Task<Answer> AskAsync(ParseResult parsed, Uri address, SavedServer? known, CancellationToken cancellation)
    {
        if (parsed.GetValue(Authority) is { } file)
            return new Answer(TrustKind.Authority, null, ReadAuthorities(file));
        var shown = await PresentedCertificate.AskAsync(address, cancellation);
        if (parsed.GetValue(Accept) is { } accepted)
        {
            return accepted == shown.Fingerprint
                ? new Answer(TrustKind.Certificate, shown.Fingerprint, null)
                : throw new CommandFailedException($"{address.Authority} shows the certificate {shown.Fingerprint}, not {accepted}. Nothing was sent to it: find out which of the two is right, on the server itself.");
        }
        if (shown.Fault == SslPolicyErrors.None)
            return new Answer(TrustKind.Machine, null, null);
        if (known is { Trust: TrustKind.Certificate } && known.Fingerprint == shown.Fingerprint)
            return new Answer(TrustKind.Certificate, known.Fingerprint, null);
        if (shell is not { InIsTerminal: true, OutIsTerminal: true })
        {
            throw new CommandFailedException(
                $"No authority that this machine trusts vouches for {address.Authority}, and nobody can be asked here. Its certificate is {shown.Fingerprint}, issued by {shown.Issuer}. "
                + $"If the server itself shows the same (openssl x509 -noout -fingerprint -sha256 -in DIR/tls/server.crt), add: --accept-fingerprint {shown.Fingerprint} - or give its authority with --ca FILE.");
        }
        AskPerson(address, shown, known);
        return new Answer(TrustKind.Certificate, shown.Fingerprint, null);
    }

    private void AskPerson(Uri address, PresentedCertificate shown, SavedServer? known)
    {
        // Written as it is: a fingerprint that is broken in two is hard to compare.
        if (known is not null)
            shell.Out.WriteLine($"Another certificate than at the last login. Either it was replaced, or somebody stands between this machine and {address.Authority}.");
        shell.Out.WriteLine($"No authority that this machine trusts vouches for {address.Authority}. It shows this certificate:");
        shell.Out.WriteLine($"  {shown.Fingerprint}");
        shell.Out.WriteLine($"  issued for {shown.Subject} by {shown.Issuer}, good until {Moment.Format(shown.Expires, shell.Clock)}");
        shell.Out.WriteLine("Compare the first line with what the server says of itself: openssl x509 -noout -fingerprint -sha256 -in DIR/tls/server.crt");
        if (!shell.Terminal.Value.Confirm("Is it the same?", defaultValue: false))
            throw new CommandFailedException("Not logged in; nothing was sent to the server.");
    }

    private static string ReadAuthorities(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            if (found.Count == 0)
                throw new CommandFailedException($"{file} holds no certificate in PEM.");
            // Keys and whatever else is in the file stay there.
            return found.ExportCertificatePems();
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read as certificates in PEM: {error.Message}");
        }
    }

    /// <summary>By what a server is known.</summary>
    /// <param name="Kind">Of trust.</param>
    /// <param name="Fingerprint">Of the accepted certificate.</param>
    /// <param name="Authorities">In PEM.</param>
    internal sealed record Answer(TrustKind Kind, string? Fingerprint, string? Authorities);
}
