using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Connections;

/// <summary><c>atrium connection</c></summary>
internal static class ConnectionCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "connection", "Who is connected, by whatever protocol, and what moves; and the end of a connection",
        "atrium connection list", "atrium connection end 0HNH1K2J3L4M5")
    {
        List(kit),
        End(kit),
    };

    private static ExampleCommand List(CommandKit kit)
    {
        var command = new ExampleCommand(
            "list", "List the open connections with their account, bytes and transfers", "atrium connection list", "atrium connection list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            Write(kit, parsed, await client.Administration.ListConnectionsAsync(cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand End(CommandKit kit)
    {
        var id = new Argument<string>("ID") { Description = "Which one, as the list has it" };
        var command = new ExampleCommand(
            "end", "End a connection at once; what was on its way is cut off, and nothing half is kept", "atrium connection end 0HNH1K2J3L4M5") { id, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            await client.Administration.EndConnectionAsync(parsed.GetValue(id)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium connection list");
            if (kit.WantsJson(parsed))
                Write(kit, parsed, await client.Administration.ListConnectionsAsync(cancellation));
            else
                kit.Shell.Out.WriteLine($"Ended {parsed.GetValue(id)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(CommandKit kit, ParseResult parsed, IReadOnlyList<ConnectionRecord> connections)
    {
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, connections, json => json.IReadOnlyListConnectionRecord);
            return;
        }
        var table = new Table("Connection", "Protocol", "From", "Account", "Since", new Column("In", IsNumber: true), new Column("Out", IsNumber: true), "Does");
        foreach (var one in connections)
        {
            table.Add(
                one.Id, one.Protocol, one.Peer ?? "this machine", one.Account ?? "-", Moment.Format(one.Since, kit.Shell.Clock),
                ByteSize.Format(one.BytesIn), ByteSize.Format(one.BytesOut),
                one.Transfers.Count == 0 ? one.Activity : string.Join("; ", one.Transfers.Select(Describe)));
        }
        table.Write(kit.Shell);
    }

    private static string Describe(TransferRecord transfer)
        => $"{transfer.Direction} {transfer.Path}: {ByteSize.Format(transfer.Bytes)}{(transfer.Length is { } length ? $" of {ByteSize.Format(length)}" : "")}, {ByteSize.Format((long)transfer.BytesPerSecond)}/s";
}
