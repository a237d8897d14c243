using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Guard;
using Atrium.Core.Settings;

namespace Atrium.Core.Accounts.Attempts;

/// <summary>
/// One counter of failed sign-ins for all protocols: by account, by address, and in all. What fails too often is refused early, with the
/// time to wait: a delay would hold a connection open for each guess, and a server has fewer of these than an attacker.
/// </summary>
/// <remarks>
/// The owner of an account stays outside of what others do to it. A pair of an account and an address from which it was signed in to
/// lately has a counter of its own. Among strangers, those whose address has a clean record are counted apart from those that have failed
/// before: an attacker from some hundred addresses does not stand in the way of the owner who is on a journey.
/// </remarks>
internal sealed class SignInThrottle : IDisposable
{
    // 24 bytes for each: some 800 KB in all. A home or an office has fewer accounts than that; who is attacked is kept.
    private const int Accounts = 16 * 1024, Addresses = 16 * 1024, Pairs = 4 * 1024;

    /// <summary>From so many on an address has no clean record any more: a person mistypes twice.</summary>
    private const double CleanRecord = 3;

    /// <summary>
    /// Of all strangers together, ten wrong passwords a second are looked at for as long as it lasts, after a hundred at once: a third of
    /// one core, and more than the new devices of any organisation.
    /// </summary>
    private static readonly Pace Everybody = new(100, Pace.First, TimeSpan.FromSeconds(0.1));

    /// <summary>The same for what is compared with generated secrets only: a millisecond each, so ten times as many.</summary>
    private static readonly Pace EverybodyGenerated = new(1000, Pace.First, TimeSpan.FromSeconds(0.01));

    /// <summary>Of one name, the attempts of all strangers stand under one number, and those of strangers with a clean record under another one too.</summary>
    private const char OfAddresses = 'a', OfPairs = 'p', OfAllStrangers = 's', OfCleanStrangers = 'c';

    private readonly TimeProvider clock;
    private readonly SettingBook settings;
    private readonly Firewall firewall;
    private readonly long started;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private readonly AttemptTable accounts = new(Accounts), addresses = new(Addresses), pairs = new(Pairs), all = new(8);
    private readonly Meter meter;
    private readonly Counter<long> refusals;

    internal SignInThrottle(SettingBook settings, Firewall firewall, TimeProvider clock)
    {
        (this.settings, this.firewall, this.clock, started) = (settings, firewall, clock, clock.GetTimestamp());
        meter = new Meter(new MeterOptions(Passwords.PasswordHashing.MeterName) { Scope = this });
        refusals = meter.CreateCounter<long>("atrium.sign_in.refusals", "{attempt}", "Sign-ins that were refused before anything was compared, by what had failed too often.");
    }

    /// <summary>Lets an attempt be looked at, and counts it; or says when the next one may be made.</summary>
    /// <param name="name">The account's name as it was given: known and unknown ones are counted alike (ATTACKS 45).</param>
    /// <param name="peer">The client's address.</param>
    /// <param name="standing">Of the pair.</param>
    /// <param name="form">Of the secret.</param>
    internal Outcome<Attempt> Begin(string name, IPAddress? peer, Standing standing, SecretForm form)
    {
        var from = CountedAddress(peer);
        var now = Now;
        lock (gate)
        {
            if (standing == Standing.Known)
            {
                var pair = new Attempt.Mark(pairs, Subject(OfPairs, name, Source(peer)), 1, OfAccount);
                return WaitFor_NeedsLock(pair, now) is { } wait && wait > TimeSpan.Zero ? TooMany(wait, "pair") : Count_NeedsLock(now, onlyGenerated: false, pair);
            }

            // 1. The address.
            Attempt.Mark[] counted = from is null ? [] : [new(addresses, Subject(OfAddresses, "", from), 1, OfAddress)];
            if (counted is [var address] && WaitFor_NeedsLock(address, now) is { } paused && paused > TimeSpan.Zero)
                return StillTrying(peer, paused, "address");

            // 2. The account, among those of a clean record or among the others; and all strangers together.
            var isClean = counted is not [var its] || addresses.CountOf_NeedsLock(its.Subject, its.Pace, now) < CleanRecord;
            var ofAll = new Attempt.Mark(accounts, Subject(OfAllStrangers, name, null), 1, OfAccount);
            var ofClean = new Attempt.Mark(accounts, Subject(OfCleanStrangers, name, null), 1, OfAccount);
            // Apart for those with a clean record: some hundred addresses that fail on do not keep out who comes for the first time.
            var everybody = new Attempt.Mark(all, isClean ? 5UL : 1UL, 1, Everybody);
            var (attacked, crowded) = (WaitFor_NeedsLock(isClean ? ofClean : ofAll, now), WaitFor_NeedsLock(everybody, now));
            var isPaused = attacked > TimeSpan.Zero || crowded > TimeSpan.Zero;
            if (form == SecretForm.Chosen && isPaused)
            {
                var (wait, counter) = attacked > crowded ? (attacked, "account") : (crowded, "all");
                return isClean ? TooMany(wait, counter) : StillTrying(peer, wait, counter);
            }
            if (form == SecretForm.Chosen || (form == SecretForm.Either && !isPaused))
                return Count_NeedsLock(now, onlyGenerated: false, [everybody, ofAll, .. isClean ? [ofClean] : Array.Empty<Attempt.Mark>(), .. counted]);

            // 3. What is not guessed says nothing about an attack on the password, and is not kept out by one.
            var generated = new Attempt.Mark(all, 3, 1, EverybodyGenerated);
            if (WaitFor_NeedsLock(generated, now) is { } busy && busy > TimeSpan.Zero)
                return TooMany(busy, "all");
            return Count_NeedsLock(now, onlyGenerated: true, [generated, .. counted]);
        }
    }

    /// <summary>The attempt was right, or was not looked at in the end: it is not counted.</summary>
    internal void Forgive(Attempt attempt)
    {
        lock (gate)
        {
            foreach (var mark in attempt.Counted)
                mark.Table.Subtract_NeedsLock(mark.Subject, mark.Weight);
        }
    }

    /// <summary>A stranger's attempt was wrong: the firewall hears of it.</summary>
    internal void Report(IPAddress? peer) => firewall.Report(peer, Offence.FailedSignIn);

    /// <summary>Somebody has signed in: his own mistakes before are forgotten.</summary>
    internal void Welcome(string name, IPAddress? peer)
    {
        lock (gate)
            pairs.Clear_NeedsLock(Subject(OfPairs, name, Source(peer)));
    }

    /// <summary>
    /// Counts a failure with what nobody guesses, such as a token: by the address alone. What is right is let in whatever was counted,
    /// since comparing costs nothing.
    /// </summary>
    /// <returns>The refusal that takes the place of a plain one; null where there is none.</returns>
    internal Refused? CountGenerated(IPAddress? peer)
    {
        if (CountedAddress(peer) is not { } from)
            return null;
        var now = Now;
        var address = new Attempt.Mark(addresses, Subject(OfAddresses, "", from), 1, OfAddress);
        lock (gate)
        {
            if (WaitFor_NeedsLock(address, now) is { } wait && wait > TimeSpan.Zero)
                return StillTrying(peer, wait, "address").Refused;
            Count_NeedsLock(now, onlyGenerated: true, address);
            Report(peer);
            return null;
        }
    }

    /// <summary>The refusal of an account's own password, while it is attacked, to whoever came with something else.</summary>
    internal Refused OnlyGenerated(string name)
    {
        lock (gate)
        {
            var now = Now;
            var wait = new[] { OfAllStrangers, OfCleanStrangers }.Max(counter => accounts.WaitFor_NeedsLock(Subject(counter, name, null), OfAccount, now));
            return TooMany(wait, "account").Refused!;
        }
    }

    public void Dispose() => meter.Dispose();

    private Pace OfAccount => new(Get(SignInSettings.AccountAttempts), TimeSpan.FromSeconds(Get(SignInSettings.LongestPause)), TimeSpan.FromMinutes(1));

    private Pace OfAddress => new(Get(SignInSettings.AddressAttempts), TimeSpan.FromSeconds(2 * Get(SignInSettings.LongestPause)), TimeSpan.FromSeconds(30));

    private TimeSpan Now => clock.GetElapsedTime(started);

    private long Get(NumberSetting setting) => settings.Get(setting)!.Value;

    // Behind a proxy or a gateway many people have one address.
    private Network? CountedAddress(IPAddress? peer) => firewall.IsExempt(peer) || firewall.IsProxy(peer) ? null : Source(peer);

    private static Network? Source(IPAddress? peer) => peer is null ? null : Network.SourceOf(peer);

    private static TimeSpan WaitFor_NeedsLock(Attempt.Mark mark, TimeSpan now) => mark.Table.WaitFor_NeedsLock(mark.Subject, mark.Pace, now);

    private static Attempt Count_NeedsLock(TimeSpan now, bool onlyGenerated, params Attempt.Mark[] marks)
    {
        foreach (var mark in marks)
            mark.Table.Add_NeedsLock(mark.Subject, mark.Weight, mark.Pace, now);
        return new Attempt(marks, onlyGenerated);
    }

    // Under a key that dies with the process: nobody can choose names or addresses that meet in one row.
    private ulong Subject(char counter, string name, Network? from)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{counter}{from}\0{name}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) | 1; // 0 is nobody
    }

    /// <summary>The refusal to an address that has failed before, and does not wait: in the end that is for the firewall.</summary>
    private Outcome<Attempt> StillTrying(IPAddress? peer, TimeSpan wait, string counter)
    {
        Report(peer);
        return TooMany(wait, counter);
    }

    private Outcome<Attempt> TooMany(TimeSpan wait, string counter)
    {
        refusals.Add(1, new KeyValuePair<string, object?>("counter", counter));
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new Refused(
            Refusal.TooManyAttempts,
            $"Too many sign-ins have failed. Try again in {seconds} s; what is signed in already, app passwords and tokens go on.")
        {
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };
    }
}
