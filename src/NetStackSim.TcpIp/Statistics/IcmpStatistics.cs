namespace NetStackSim.TcpIp;

/// <summary>The ICMP counters of one family (<c>MIB_ICMP_EX</c>).</summary>
public sealed class IcmpStatistics
{
    internal long InMessagesCount;
    internal long InErrorsCount;
    internal long InEchosCount;
    internal long InEchoRepliesCount;
    internal long InErrorReportsCount;
    internal long InRedirectsCount;
    internal long OutMessagesCount;
    internal long OutEchosCount;
    internal long OutEchoRepliesCount;
    internal long OutErrorReportsCount;
    internal long OutRateLimitedCount;

    /// <summary>Messages received.</summary>
    public long InMessages => InMessagesCount;

    /// <summary>Messages dropped for errors of their own.</summary>
    public long InErrors => InErrorsCount;

    /// <summary>Echo requests received.</summary>
    public long InEchos => InEchosCount;

    /// <summary>Echo replies received.</summary>
    public long InEchoReplies => InEchoRepliesCount;

    /// <summary>Error messages received and handed to transports.</summary>
    public long InErrorReports => InErrorReportsCount;

    /// <summary>Redirects received.</summary>
    public long InRedirects => InRedirectsCount;

    /// <summary>Messages sent.</summary>
    public long OutMessages => OutMessagesCount;

    /// <summary>Echo requests sent.</summary>
    public long OutEchos => OutEchosCount;

    /// <summary>Echo replies sent.</summary>
    public long OutEchoReplies => OutEchoRepliesCount;

    /// <summary>Error messages sent.</summary>
    public long OutErrorReports => OutErrorReportsCount;

    /// <summary>Error messages that the rate limit held back.</summary>
    public long OutRateLimited => OutRateLimitedCount;

    internal void AddTo(List<KeyValuePair<string, long>> rows, string prefix)
    {
        rows.Add(new(prefix + ".in.messages", InMessagesCount));
        rows.Add(new(prefix + ".in.errors", InErrorsCount));
        rows.Add(new(prefix + ".in.echos", InEchosCount));
        rows.Add(new(prefix + ".in.echo-replies", InEchoRepliesCount));
        rows.Add(new(prefix + ".in.error-reports", InErrorReportsCount));
        rows.Add(new(prefix + ".in.redirects", InRedirectsCount));
        rows.Add(new(prefix + ".out.messages", OutMessagesCount));
        rows.Add(new(prefix + ".out.echos", OutEchosCount));
        rows.Add(new(prefix + ".out.echo-replies", OutEchoRepliesCount));
        rows.Add(new(prefix + ".out.error-reports", OutErrorReportsCount));
        rows.Add(new(prefix + ".out.rate-limited", OutRateLimitedCount));
    }
}
