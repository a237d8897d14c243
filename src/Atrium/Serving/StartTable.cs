using System.Net;
using System.Net.Sockets;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Health;
using Atrium.Protocols.Http;

namespace Atrium.Serving;

/// <summary>What a start shows: the open doors, and the next three things to try.</summary>
internal static class StartTable
{
    internal static void Write(Shell shell, ServerSettings settings, IReadOnlyList<Door> doors, IReadOnlyList<DoorRecord> records, DoctorReportRecord? examination)
    {
        var table = new Table("Door", "Address", "For");
        foreach (var (door, record) in doors.Zip(records))
            table.Add(door.Protocol, record.Address, door.Kind != HttpDoorKind.Local && settings.Addresses.Count == 0 ? $"{door.Purpose}; at all addresses" : door.Purpose);
        table.Write(shell);
        WriteFindings(shell, examination);

        // ./atrium tells how it was called.
        var program = shell.Environment("ATRIUM_PROGRAM") ?? "atrium";
        var curl = $"curl --cacert {ServerConnection.Quote(Path.Combine(settings.Data, "tls", "ca.crt"))} -u {FirstAccount.Name}";
        var files = $"https://{Host(settings)}:{settings.PortBase + DoorSockets.HttpsPort}/api/v1/files/home/{FirstAccount.Name}";
        shell.Out.WriteLine();
        shell.Out.WriteLine("Next:");
        shell.Out.WriteLine($"  store a file      echo hello | {curl} -T - {files}/hello.txt");
        shell.Out.WriteLine($"  list the folder   {curl} '{files}?list'");
        shell.Out.WriteLine($"  make a space      {ServerConnection.Quote(program)} space add /shared/plans --quota 10GB --data {ServerConnection.Quote(settings.Data)}");
        shell.Out.Flush();
    }

    /// <summary>What was to be mended when the server was last looked at: whoever starts it sees it.</summary>
    private static void WriteFindings(Shell shell, DoctorReportRecord? examination)
    {
        if (examination?.Findings.Where(finding => finding.IsWrong).ToList() is not { Count: > 0 } wrong)
            return;
        shell.Out.WriteLine();
        shell.Out.WriteLine($"Found at {Values.Moment.Format(examination.At, shell.Clock)} (atrium doctor looks again):");
        foreach (var finding in wrong)
            FindingText.Write(shell.Out, finding);
    }

    /// <summary>A host that reaches the server from this machine, and that its certificate names.</summary>
    private static string Host(ServerSettings settings)
    {
        var address = settings.Addresses is [var first, ..] ? first : null;
        return address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? "localhost"
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]"
            : address.ToString();
    }
}
