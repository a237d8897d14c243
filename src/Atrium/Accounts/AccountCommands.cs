using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account</c></summary>
internal static class AccountCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand("account", "Accounts: who may sign in", "atrium account list")
    {
        AccountAdd.Create(kit),
        AccountList.Create(kit),
    };
}
