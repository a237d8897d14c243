namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>Every limit of the files of rules, with its reason.</summary>
internal static class RuleLimits
{
    /// <summary>Rules with plain paths: a look-up each, however many there are. As Cloudflare Pages has them, so that what is deployed there works here.</summary>
    internal const int MaxPlain = 2000;

    /// <summary>Rules that are held against a path one after the other. As Cloudflare Pages has them; all of them together cost microseconds.</summary>
    internal const int MaxPatterns = 100;

    /// <summary>Patterns of _headers; each is held against every path once for each state of the site.</summary>
    internal const int MaxHeaderPatterns = 100;

    /// <summary>A line; as Cloudflare Pages has it. A longer one is a file of another kind.</summary>
    internal const int MaxLine = 2000;

    /// <summary>All rules that there can be, in lines of usual length.</summary>
    internal const int MaxRedirectBytes = 512 * 1024;

    /// <summary>All fields of all rules together still fit in the head of an answer that every browser takes.</summary>
    internal const int MaxHeaderBytes = 64 * 1024;

    /// <summary>Problems that are told: who has more mends these first.</summary>
    internal const int MaxProblems = 100;
}
