namespace Atrium.Core.Guard;

/// <summary>What a client did that speaks against it. The numbers are stored.</summary>
public enum Offence
{
    /// <summary>A sign-in that was wrong.</summary>
    FailedSignIn = 0,

    /// <summary>Bytes that break the protocol's grammar.</summary>
    MalformedInput = 1,

    /// <summary>Something was asked for that only those ask who look for holes.</summary>
    Probing = 2,

    /// <summary>Something was asked for that is not there, by somebody who has not signed in. Once is nothing; thousands of them are a search.</summary>
    Miss = 3,
}
