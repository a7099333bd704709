using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The option bytes of a header about to be written: a value, so that it can be handed on without caring where its memory lives.</summary>
internal struct OptionBlock
{
    private Storage _bytes;

    /// <summary>Bytes in use, a multiple of four.</summary>
    public int Length;

    /// <summary>Room for the longest options.</summary>
    [UnscopedRef]
    public Span<byte> Room => _bytes;

    /// <summary>The bytes in use.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_bytes)[..Length];

    [InlineArray(TcpHeader.MaximumOptions)]
    private struct Storage
    {
        private byte _first;
    }
}
