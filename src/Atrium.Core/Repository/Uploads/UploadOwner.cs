using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Shares;

namespace Atrium.Core.Repository.Uploads;

/// <summary>Whose an upload is, and where it goes: an account's to the path that it names, one by a link into the folder of the link.</summary>
internal static class UploadOwner
{
    /// <summary>Accounts and links are numbered together: one column holds either.</summary>
    internal static long Of(Caller caller) => caller.AccountId == Caller.ShareLink ? caller.Share : caller.AccountId;

    /// <summary>Whether the caller is somebody who can have uploads.</summary>
    internal static bool IsSomebody(ICatalogReader reader, Caller caller)
        => caller.AccountId == Caller.ShareLink ? !AccessRules.Who(reader, caller).IsDisabled : AccessRules.IsSignedIn(reader, caller);

    /// <summary>Where a file may stand now. By a link: wherever its folder is by now, under a name that nobody has.</summary>
    internal static Outcome<NodePath> Place(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (caller.AccountId != Caller.ShareLink)
            return path;
        return SharedView.Root(reader, caller).Try(out var root, out var refused)
            ? root.Path.Child(SharedView.FreeName(reader, root, path.Name))
            : refused;
    }
}
