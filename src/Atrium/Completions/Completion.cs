using System.CommandLine;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Core.Access;

namespace Atrium.Completions;

/// <summary>Names that the running server knows, for the shell's completion; none where it does not run, or does not answer at once.</summary>
internal static class Completion
{
    // A person waits with his finger on the key.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] All = ["everyone", "anyone"];

    internal delegate Task<IEnumerable<string>> Source(AtriumClient client, CancellationToken cancellation);

    internal static Argument<T> Completing<T>(this Argument<T> argument, CommandKit kit, Source source)
    {
        argument.CompletionSources.Add(context => Names(kit, context.ParseResult, source));
        return argument;
    }

    internal static Option<T> Completing<T>(this Option<T> option, CommandKit kit, Source source)
    {
        option.CompletionSources.Add(context => Names(kit, context.ParseResult, source));
        return option;
    }

    internal static async Task<IEnumerable<string>> Spaces(AtriumClient client, CancellationToken cancellation)
        => (await client.Administration.ListSpacesAsync(cancellation)).Select(space => space.Path);

    internal static async Task<IEnumerable<string>> Accounts(AtriumClient client, CancellationToken cancellation)
        => (await client.Accounts.ListAsync(cancellation)).Select(account => account.Name);

    internal static async Task<IEnumerable<string>> Groups(AtriumClient client, CancellationToken cancellation)
        => (await client.Access.ListGroupsAsync(cancellation)).Select(group => group.Name);

    internal static async Task<IEnumerable<string>> Members(AtriumClient client, CancellationToken cancellation)
        => (await Accounts(client, cancellation)).Concat(await Groups(client, cancellation));

    internal static async Task<IEnumerable<string>> Principals(AtriumClient client, CancellationToken cancellation)
        => (await Members(client, cancellation)).Concat(All);

    internal static async Task<IEnumerable<string>> Settings(AtriumClient client, CancellationToken cancellation)
        => (await client.Administration.ListSettingsAsync(cancellation)).Select(setting => setting.Name);

    internal static Task<IEnumerable<string>> Rights(AtriumClient client, CancellationToken cancellation)
        => Task.FromResult<IEnumerable<string>>(RightsText.All);

    /// <summary>Paths of the tree: the entries of the folder that has been typed so far.</summary>
    internal static Argument<T> Completing<T>(this Argument<T> argument, CommandKit kit)
    {
        argument.CompletionSources.Add(context =>
        {
            var typed = context.WordToComplete;
            var folder = typed[..(typed.LastIndexOf('/') + 1)];
            return Names(kit, context.ParseResult, (client, cancellation) => EntriesAsync(client, folder.Length == 0 ? "/" : folder, cancellation));
        });
        return argument;
    }

    // One page: more than that is not looked through with the finger on the key.
    private static async Task<IEnumerable<string>> EntriesAsync(AtriumClient client, string folder, CancellationToken cancellation)
        => (await client.Files.ListPageAsync(folder, null, null, FilesClient.PageSize, cancellation)).Entries
            .Select(entry => $"{folder.TrimEnd('/')}/{entry.Name}{(entry.Kind == "folder" ? "/" : "")}");

    private static IEnumerable<string> Names(CommandKit kit, ParseResult parsed, Source source)
    {
        try
        {
            using var client = kit.Connect(parsed);
            using var patience = new CancellationTokenSource(Patience);
            // The library asks for them in a synchronous call.
            return Task.Run(() => source(client, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is ServerUnreachableException or AtriumRefusedException or CommandFailedException or OperationCanceledException)
        {
            return [];
        }
    }
}
