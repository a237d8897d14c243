using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Configuration;

namespace Atrium.Serving;

/// <summary>What a start prints: the open doors, and the next three things to try.</summary>
internal static class Welcome
{
    internal static void Write(Shell shell, ServerConfiguration configuration, IReadOnlyList<DoorRecord> doors, string? newPassword)
    {
        var table = new Table("Door", "Address");
        foreach (var door in doors)
            table.Add(door.Protocol, door.Address);
        table.Write(shell);

        var data = ServerConnection.Quote(configuration.Data);
        var ca = ServerConnection.Quote(Path.Combine(configuration.Data, "tls", "ca.crt"));
        var url = doors.First(door => door.Protocol == "https").Address.TrimEnd('/');
        var output = shell.Out;
        output.WriteLine();
        if (newPassword is not null)
            output.WriteLine($"The account {FirstStart.AccountName} has the password {newPassword} - it is not shown again.\n");
        output.WriteLine("Try next:");
        output.WriteLine($"  atrium space add /shared/docs --quota 10GB --data {data}");
        output.WriteLine($"  curl --cacert {ca} -u {FirstStart.AccountName} -T README.md {url}/api/v1/files/shared/docs/");
        output.WriteLine($"  curl --cacert {ca} -u {FirstStart.AccountName} '{url}/api/v1/files/shared/docs?list'");
        output.WriteLine();
        output.Flush();
    }
}
