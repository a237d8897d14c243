using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account</c></summary>
internal static class AccountCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "account", "Accounts: who may sign in, and with what", "atrium account list", "atrium account app-password alice --name phone --protocols imap,smtp")
    {
        AccountAdd.Create(kit),
        AccountList.Create(kit),
        AccountShow.Create(kit),
        AccountSwitch.CreateDisable(kit),
        AccountSwitch.CreateEnable(kit),
        AccountSwitch.CreateAdmin(kit),
        AccountPassword.Create(kit),
        AccountEmail.Create(kit),
        AppPasswordCommands.Create(kit),
        TokenCommands.Create(kit),
        SessionCommands.Create(kit),
        AccountRemove.Create(kit),
    };

    internal static Argument<string> Name() => new("NAME") { Description = "The account" };
}
