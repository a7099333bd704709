using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Retreat and advance: headers come and go at the front of the data.</content>
public sealed partial class NetBuffer
{
    /// <summary>Moves the data start backwards by <paramref name="delta"/> bytes: room for a header.</summary>
    /// <param name="delta">Bytes to add in front.</param>
    /// <param name="backFill">Further bytes of headroom to allocate when memory has to be allocated anyway.</param>
    /// <param name="allocator">Where memory comes from when the headroom is too small; null = the pool of this net buffer.</param>
    /// <returns>
    /// Success; <see cref="NdisStatus.Resources"/> when memory was needed and there was none (nothing changed). New bytes have any content. After an allocation the
    /// first bytes may lie in two MDLs: use <see cref="TryGetContiguous"/> or <see cref="GetWritable"/>.
    /// </returns>
    /// <remarks>IRQL: at most Dispatch. Undo with <see cref="Advance"/> by the same amount when the list comes back.</remarks>
    [WindowsDdi("NdisRetreatNetBufferDataStart")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NtStatus Retreat(int delta, int backFill = 0, INetBufferMdlAllocator? allocator = null)
    {
        Debug.Assert(delta >= 0 && backFill >= 0, "A retreat goes backwards.");
        if (CurrentMdlOffset >= delta)
        {
            CurrentMdlOffset -= delta;
            DataOffset -= delta;
            DataLength += delta;
            return NtStatus.Success;
        }

        return RetreatAcross(delta, backFill, allocator);
    }

    /// <summary>Moves the data start forward by <paramref name="delta"/> bytes: a header is done with.</summary>
    /// <param name="delta">Bytes to remove from the front; at most <see cref="DataLength"/>.</param>
    /// <param name="freeMdl">Free leading MDLs that a retreat allocated and that are unused now. Must be false on the receive path.</param>
    /// <param name="allocator">The allocator that the retreat used; null = the pool of this net buffer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is negative or more than there is.</exception>
    /// <remarks>IRQL: at most Dispatch.</remarks>
    [WindowsDdi("NdisAdvanceNetBufferDataStart")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int delta, bool freeMdl = false, INetBufferMdlAllocator? allocator = null)
    {
        if ((uint)delta > (uint)DataLength)
        {
            ThrowAdvance(delta);
        }

        DataOffset += delta;
        DataLength -= delta;
        CurrentMdlOffset += delta;
        if (CurrentMdl is { } mdl && CurrentMdlOffset >= mdl.ByteCount && mdl.Next is not null)
        {
            AdjustCurrentMdl();
        }

        if (freeMdl && RetreatMdlCount > 0)
        {
            FreeLeadingMdls(allocator ?? Pool);
        }
    }

    private static void ThrowAdvance(int delta) =>
        throw new ArgumentOutOfRangeException(nameof(delta), delta, "The data start cannot move behind the end of the data.");

    private NtStatus RetreatAcross(int delta, int backFill, INetBufferMdlAllocator? allocator)
    {
        if (DataOffset >= delta)
        {
            DataOffset -= delta;
            DataLength += delta;
            AdjustCurrentMdl();
            return NtStatus.Success;
        }

        // The stream must stay contiguous: what headroom there is becomes data, and only the rest is allocated.
        int missing = delta - DataOffset;
        if (!(allocator ?? Pool).TryAllocate(missing + backFill, out Mdl? mdl))
        {
            return NdisStatus.Resources;
        }

        mdl.ByteCount = missing + backFill;
        mdl.Next = MdlChain;
        MdlChain = mdl;
        RetreatMdlCount++;
        _retreatAllocator = allocator;
        DataOffset = backFill;
        DataLength += delta;
        AdjustCurrentMdl();
        return NtStatus.Success;
    }

    private void FreeLeadingMdls(INetBufferMdlAllocator allocator)
    {
        while (RetreatMdlCount > 0 && MdlChain is { } first && DataOffset >= first.ByteCount)
        {
            MdlChain = first.Next;
            DataOffset -= first.ByteCount;
            RetreatMdlCount--;
            first.Next = null;
            allocator.Free(first);
        }

        AdjustCurrentMdl();
    }
}
