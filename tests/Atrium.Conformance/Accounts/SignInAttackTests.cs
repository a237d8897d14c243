using System.Net;

namespace Atrium.Conformance.Accounts;

/// <summary>Attacks on the sign-in over HTTP, named after their rows in ATTACKS.</summary>
public sealed class SignInAttackTests(AccountServer fixture) : IClassFixture<AccountServer>
{
    private const string Me = "/api/v1/accounts/me";

    /// <summary>curl's options for coming from 127.0.0.n.</summary>
    private static string[] From(int last) => ["--interface", $"127.0.0.{last}"];

    [Fact]
    public async Task Attack14_AppPasswordForMailOrOwnPasswordWithALabel_DoesNotOpenHttp()
    {
        await fixture.AddAsync("mailer");
        var mail = await fixture.AppPasswordAsync("mailer", "mail", "--protocols", "imap,smtp");
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(AccountServer.Basic("mailer", mail), Me)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(AccountServer.Basic("mailer+mail", mail), Me)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(AccountServer.Basic("mailer+mail", AccountServer.Password), Me)).Status);
        var web = await fixture.AppPasswordAsync("mailer", "web", "--protocols", "http");
        Assert.Equal("mailer", (string?)(await fixture.AskAsync(AccountServer.Basic("mailer", web), Me)).Json["name"]);
        Assert.Equal("mailer", (string?)(await fixture.AskAsync(AccountServer.Basic("mailer+web", web), Me)).Json["name"]);
    }

    [Theory]
    [InlineData(":")]
    [InlineData("admin:")]
    [InlineData(":password")]
    public async Task Attack28_EmptyNameOrPassword_IsRefused(string pair)
        => Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(["-u", pair], Me)).Status);

    [Fact]
    public async Task Attack13_GuessesFromOneAddress_AreSlowedWith429AndTheTimeToWait()
    {
        await fixture.AddAsync("guessed");
        // Over both versions of HTTP at once. However long it takes: each further one that is looked at doubles the pause.
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => fixture.AskAsync(
            AccountServer.Basic("guessed", $"wrong guess {i}"), Me, [.. From(2), i % 2 == 0 ? "--http1.1" : "--http2"])));
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.Unauthorized), 10, 30);
        var refused = replies.Where(reply => reply.Status != HttpStatusCode.Unauthorized).ToList();
        Assert.All(refused, reply => Assert.Equal(HttpStatusCode.TooManyRequests, reply.Status));
        Assert.All(refused, reply => Assert.Matches(@"(?im)^retry-after: ([1-9]|[12]\d|30)\r?$", reply.Headers));
        Assert.All(refused, reply => Assert.Equal("urn:atrium:problem:too-many-attempts", (string?)reply.Json["type"]));
    }

    [Fact]
    public async Task Attack44_StuffingFromManyAddresses_DoesNotKeepTheOwnerOut()
    {
        await fixture.AddAsync("owner");
        var app = await fixture.AppPasswordAsync("owner", "phone");
        var signIn = AccountServer.Basic("owner", AccountServer.Password);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(signIn, Me, From(3))).Status);
        var wrong = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => fixture.AskAsync(AccountServer.Basic("owner", $"wrong guess {i}"), Me, From(10 + (i % 20)))));
        Assert.Contains(wrong, reply => reply.Status == HttpStatusCode.Unauthorized);
        Assert.Contains(wrong, reply => reply.Status == HttpStatusCode.TooManyRequests);
        // His device, and a program of his from an address that nobody has seen.
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(signIn, Me, From(3))).Status);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(AccountServer.Basic("owner", app), Me, From(4))).Status);
        // Another account is not touched, from an address of the attackers neither.
        await fixture.AddAsync("neighbour");
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(AccountServer.Basic("neighbour", AccountServer.Password), Me, From(10))).Status);
    }

    [Fact]
    public async Task Attack45_KnownUnknownAndDisabledNames_GetTheSameAnswer()
    {
        await fixture.AddAsync("known");
        await fixture.AddAsync("off");
        await fixture.AccountAsync("disable", "off");
        var known = (await fixture.AskAsync(AccountServer.Basic("known", "wrong lantern orchard"), Me)).WithoutDate;
        Assert.Equal(known, (await fixture.AskAsync(AccountServer.Basic("unknown", "wrong lantern orchard"), Me)).WithoutDate);
        Assert.Equal(known, (await fixture.AskAsync(AccountServer.Basic("off", AccountServer.Password), Me)).WithoutDate);
        Assert.Equal(known, (await fixture.AskAsync(AccountServer.Basic("known+label", "wrong lantern orchard"), Me)).WithoutDate);
        // Nor does somebody who is signed in learn who is there.
        string[] signIn = AccountServer.Basic("known", AccountServer.Password);
        Assert.Equal(
            (await fixture.AskAsync(signIn, "/api/v1/accounts/off")).WithoutDate, (await fixture.AskAsync(signIn, "/api/v1/accounts/unknown")).WithoutDate);
    }

    [Fact]
    public async Task Attack48_NewCredentialOverHttp_NeedsTheOwnPasswordInTheSameRequest()
    {
        await fixture.AddAsync("careful");
        var app = await fixture.AppPasswordAsync("careful", "app");
        var token = await fixture.TokenAsync("careful", "token", "--scope", "admin");
        foreach (var target in new[] { $"{Me}/app-passwords", $"{Me}/tokens" })
        {
            foreach (var stolen in new[] { AccountServer.Basic("careful", app), AccountServer.Bearer(token) })
            {
                var refused = await fixture.AskAsync(stolen, target, "--json", """{"label":"next"}""");
                Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
                Assert.Contains("own password", (string)refused.Json["detail"]!, StringComparison.Ordinal);
            }
            Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync([], target, "--json", """{"label":"next"}""")).Status);
            var made = await fixture.AskAsync(AccountServer.Basic("careful", AccountServer.Password), target, "--json", """{"label":"next"}""");
            Assert.Equal(HttpStatusCode.Created, made.Status);
            var secret = (string)(made.Json["password"] ?? made.Json["token"])!;
            // Shown once: no other answer holds it.
            Assert.DoesNotContain(secret, (await fixture.AskAsync(AccountServer.Basic("careful", AccountServer.Password), target)).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_WrongOrLimitedToReading_SaysSo()
    {
        await fixture.AddAsync("reader");
        var token = AccountServer.Bearer(await fixture.TokenAsync("reader", "read", "--scope", "read"));
        var file = "/api/v1/files/home/reader/f";
        var admin = AccountServer.Basic("admin", AtriumProgram.Password);
        Assert.Equal(HttpStatusCode.Created, (await fixture.AskAsync(admin, file, "-X", "PUT", "-d", "content")).Status);
        Assert.Equal("content", (await fixture.AskAsync(token, file)).Body);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(token, file, "-X", "PUT", "-d", "other")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(token, "/api/v1/files/home/reader/g", "-X", "PUT", "-d", "other")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(token, file, "-X", "DELETE")).Status);
        Assert.Equal("content", (await fixture.AskAsync(admin, file)).Body);
        var wrong = await fixture.AskAsync(AccountServer.Bearer("atr_wrong"), file);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Contains("Bearer realm=\"Atrium\", error=\"invalid_token\"", wrong.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid_token", (await fixture.AskAsync(AccountServer.Basic("reader", "wrong"), file)).Headers, StringComparison.Ordinal);
    }
}
