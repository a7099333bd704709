using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>All options of a TCP header, read in one pass or about to be written; no allocation either way.</summary>
/// <remarks>
/// A plain mutable value of about 90 bytes: keep one and pass it by reference. A value counts only while its bit is in <see cref="Present"/>; reading
/// clears the bits, not the values. When an option stands twice the last one counts, except for SACK blocks, which add up to four.
/// </remarks>
public partial struct TcpOptions
{
    /// <summary>The most SACK blocks that fit a header without other options.</summary>
    public const int MaximumSackBlocks = 4;

    /// <summary>The longest fast open cookie.</summary>
    public const int MaximumCookie = 16;

    /// <summary>The largest window shift that counts (RFC 7323 section 2.3); larger ones are taken as this.</summary>
    public const byte MaximumWindowShift = 14;

    private SackBlocks _sack;
    private Cookie _cookie;
    private byte _sackCount;
    private byte _cookieLength;

    /// <summary>Which options are there.</summary>
    public TcpOptionSet Present { get; set; }

    /// <summary>True when the options ended in an illegal length; what stood before it counts (TCP-006).</summary>
    public bool IsMalformed { get; set; }

    /// <summary>The maximum segment size that the sender of the option can receive.</summary>
    public ushort MaximumSegmentSize { get; set; }

    /// <summary>The window shift, as received; up to 14 counts.</summary>
    public byte WindowShift { get; set; }

    /// <summary>TSval.</summary>
    public uint TimestampValue { get; set; }

    /// <summary>TSecr.</summary>
    public uint TimestampEcho { get; set; }

    /// <summary>The number of SACK blocks.</summary>
    public readonly int SackCount => (Present & TcpOptionSet.Sack) != 0 ? _sackCount : 0;

    /// <summary>True when timestamps are there.</summary>
    public readonly bool HasTimestamps => (Present & TcpOptionSet.Timestamps) != 0;

    /// <summary>True when a maximum segment size is there.</summary>
    public readonly bool HasMaximumSegmentSize => (Present & TcpOptionSet.MaximumSegmentSize) != 0;

    /// <summary>True when a window scale is there.</summary>
    public readonly bool HasWindowScale => (Present & TcpOptionSet.WindowScale) != 0;

    /// <summary>True when SACK permitted is there.</summary>
    public readonly bool HasSackPermitted => (Present & TcpOptionSet.SackPermitted) != 0;

    /// <summary>True when a fast open option is there; without a cookie it asks for one.</summary>
    public readonly bool HasFastOpen => (Present & TcpOptionSet.FastOpen) != 0;

    /// <summary>The fast open cookie; empty when the option asks for one or is not there.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> FastOpenCookie => HasFastOpen ? ((ReadOnlySpan<byte>)_cookie)[.._cookieLength] : default;

    /// <summary>A SACK block.</summary>
    /// <param name="index">0 to <see cref="SackCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such block.</exception>
    public readonly SackBlock GetSackBlock(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)SackCount, nameof(index));
        return _sack[index];
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Present = TcpOptionSet.None;
        IsMalformed = false;
        _sackCount = 0;
        _cookieLength = 0;
    }

    /// <summary>Adds timestamps.</summary>
    public void SetTimestamps(uint value, uint echo)
    {
        TimestampValue = value;
        TimestampEcho = echo;
        Present |= TcpOptionSet.Timestamps;
    }

    /// <summary>Adds a maximum segment size.</summary>
    public void SetMaximumSegmentSize(ushort bytes)
    {
        MaximumSegmentSize = bytes;
        Present |= TcpOptionSet.MaximumSegmentSize;
    }

    /// <summary>Adds a window scale.</summary>
    public void SetWindowScale(byte shift)
    {
        WindowShift = shift;
        Present |= TcpOptionSet.WindowScale;
    }

    /// <summary>Adds SACK permitted.</summary>
    public void SetSackPermitted() => Present |= TcpOptionSet.SackPermitted;

    /// <summary>Adds a SACK block.</summary>
    /// <returns>False when there are four already.</returns>
    public bool AddSackBlock(SackBlock block)
    {
        int count = SackCount;
        if (count == MaximumSackBlocks)
        {
            return false;
        }

        _sack[count] = block;
        _sackCount = (byte)(count + 1);
        Present |= TcpOptionSet.Sack;
        return true;
    }

    /// <summary>Adds a fast open option.</summary>
    /// <param name="cookie">The cookie; empty asks for one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cookie of another length than 0 or an even 4-16.</exception>
    public void SetFastOpen(ReadOnlySpan<byte> cookie)
    {
        if (!IsCookieLength(cookie.Length))
        {
            throw new ArgumentOutOfRangeException(nameof(cookie), cookie.Length, "A cookie has 4-16 bytes, an even number (RFC 7413 section 4.1.1).");
        }

        cookie.CopyTo(_cookie);
        _cookieLength = (byte)cookie.Length;
        Present |= TcpOptionSet.FastOpen;
    }

    private static bool IsCookieLength(int length) => length == 0 || (length is >= 4 and <= MaximumCookie && (length & 1) == 0);

    [InlineArray(MaximumSackBlocks)]
    private struct SackBlocks
    {
        private SackBlock _first;
    }

    [InlineArray(MaximumCookie)]
    private struct Cookie
    {
        private byte _first;
    }
}
