using System.Net;
using System.Text;
using Atrium.Core.Accounts;
using MailKit.Security;

namespace Atrium.Core.Tests.Accounts;

/// <summary>Signs in, as the clients of several protocols do.</summary>
internal static class Entrance
{
    internal static Visit Visit(string protocol = "https") => new(protocol, IPAddress.Parse("192.0.2.7"), "1", Encrypted: true);

    internal static async Task<SignInStep> PlainAsync(this TestStore store, string login, string password, string protocol = "https")
        => await store.SignIn.Begin("PLAIN", Visit(protocol)).Value.StepAsync(Encoding.UTF8.GetBytes($"\0{login}\0{password}"), default);

    internal static async Task<SignInStep> BearerAsync(this TestStore store, string token)
    {
        var exchange = store.SignIn.Begin("OAUTHBEARER", Visit()).Value;
        var step = await exchange.StepAsync(Encoding.ASCII.GetBytes($"n,,\u0001auth=Bearer {token}\u0001\u0001"), default);
        return step.Challenge is null ? step : await exchange.StepAsync(new byte[] { 1 }, default);
    }

    /// <summary>A client library speaks; the exchange answers, until it is over.</summary>
    internal static async Task<SignInStep> SpeakAsync(this TestStore store, SaslMechanism client, Visit visit)
    {
        var exchange = store.SignIn.Begin(client.MechanismName, visit).Value;
        string? challenge = null;
        while (true)
        {
            var response = await client.ChallengeAsync(challenge, default);
            var step = await exchange.StepAsync(response is null ? default : Convert.FromBase64String(response), default);
            if (step.Challenge is null)
                return step;
            challenge = Convert.ToBase64String(step.Challenge);
        }
    }

    internal static Task<SignInStep> ScramAsync(this TestStore store, string login, string password, string protocol = "imap")
        => store.SpeakAsync(new SaslMechanismScramSha256(login, password), Visit(protocol));

    internal static async Task<Workspace> EnterAsync(this TestStore store, string login, string password)
        => (await store.PlainAsync(login, password)).Workspace ?? throw new InvalidOperationException($"{login} cannot sign in.");
}
