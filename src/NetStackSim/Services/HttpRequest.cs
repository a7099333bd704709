namespace NetStackSim;

/// <summary>What a request head says.</summary>
internal readonly record struct HttpRequest
{
    /// <summary>A request that is not HTTP.</summary>
    public static HttpRequest Bad => new() { Status = 400, Path = "" };

    /// <summary>0 when it can be served, else the status code of the answer.</summary>
    public int Status { get; init; }

    /// <summary>HEAD instead of GET.</summary>
    public bool IsHead { get; init; }

    /// <summary>The path, without the query.</summary>
    public string Path { get; init; }

    /// <summary>The digit behind "HTTP/1.".</summary>
    public int MinorVersion { get; init; }

    /// <summary>True when the connection stays open after the answer.</summary>
    public bool KeepAlive { get; init; }
}
