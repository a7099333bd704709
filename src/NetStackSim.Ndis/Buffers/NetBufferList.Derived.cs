using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Lists that share the data memory of another one: clone, fragment, reassemble.</content>
public sealed partial class NetBufferList
{
    /// <summary>Makes a list with the same net buffers over the same data memory.</summary>
    /// <param name="pool">Where the clone comes from: a pool without data memory.</param>
    /// <param name="flags">Whether the MDL objects are shared too.</param>
    /// <param name="clone">The clone; the caller owns it. Out-of-band data is not copied: <see cref="CopySendInfoTo"/>, <see cref="CopyReceiveInfoTo"/>.</param>
    /// <returns>False when a pool is exhausted; nothing changed then.</returns>
    /// <remarks>The parent counts the clone until <see cref="Free"/> and must not be completed, returned or freed before.</remarks>
    [WindowsDdi("NdisAllocateCloneNetBufferList")]
    public bool TryClone(NetBufferListPool pool, CloneFlags flags, [NotNullWhen(true)] out NetBufferList? clone)
    {
        if (!TryBeginDerived(pool, out clone))
        {
            return false;
        }

        NetBuffer? target = null;
        for (NetBuffer? source = FirstNetBuffer; source is not null; source = source.Next)
        {
            if (!clone.TryNextNetBuffer(ref target))
            {
                return AbandonDerived(ref clone);
            }

            if ((flags & CloneFlags.UseOriginalMdls) != 0)
            {
                target.Borrow(source.CurrentMdl, source.CurrentMdlOffset, source.DataLength);
            }
            else if (!TryDescribe(source, 0, source.DataLength, target))
            {
                return AbandonDerived(ref clone);
            }
        }

        return true;
    }

    /// <summary>Splits every net buffer into pieces of at most <paramref name="maxLength"/> bytes over the same data memory, each with header room of its own.</summary>
    /// <param name="pool">Where the list comes from: a pool without data memory.</param>
    /// <param name="startOffset">Bytes to skip at the start of each net buffer (its headers).</param>
    /// <param name="maxLength">Data bytes of a piece, its header room not counted; positive.</param>
    /// <param name="dataOffsetDelta">Bytes that each piece is retreated by: writable memory that is not the parent's.</param>
    /// <param name="backFill">Further headroom of each piece.</param>
    /// <param name="fragments">The list of pieces; the caller owns it.</param>
    /// <returns>False when a pool is exhausted; nothing changed then.</returns>
    [WindowsDdi("NdisAllocateFragmentNetBufferList")]
    public bool TryFragment(
        NetBufferListPool pool, int startOffset, int maxLength, int dataOffsetDelta, int backFill, [NotNullWhen(true)] out NetBufferList? fragments)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        if (!TryBeginDerived(pool, out fragments))
        {
            return false;
        }

        NetBuffer? target = null;
        for (NetBuffer? source = FirstNetBuffer; source is not null; source = source.Next)
        {
            for (int offset = startOffset; offset < source.DataLength; offset += maxLength)
            {
                int length = Math.Min(maxLength, source.DataLength - offset);
                if (!fragments.TryNextNetBuffer(ref target)
                    || !TryDescribe(source, offset, length, target)
                    || !target.Retreat(dataOffsetDelta, backFill).IsSuccess)
                {
                    return AbandonDerived(ref fragments);
                }
            }
        }

        return true;
    }

    /// <summary>Joins all net buffers into one over the same data memory.</summary>
    /// <param name="pool">Where the list comes from: a pool without data memory.</param>
    /// <param name="startOffset">Bytes to skip at the start of each net buffer.</param>
    /// <param name="dataOffsetDelta">Bytes that the result is retreated by: writable memory that is not the parent's.</param>
    /// <param name="backFill">Further headroom.</param>
    /// <param name="whole">The list with one net buffer; the caller owns it.</param>
    /// <returns>False when a pool is exhausted; nothing changed then.</returns>
    [WindowsDdi("NdisAllocateReassembledNetBufferList")]
    public bool TryReassemble(NetBufferListPool pool, int startOffset, int dataOffsetDelta, int backFill, [NotNullWhen(true)] out NetBufferList? whole)
    {
        if (!TryBeginDerived(pool, out whole))
        {
            return false;
        }

        NetBuffer target = whole.FirstNetBuffer;
        for (NetBuffer? source = FirstNetBuffer; source is not null; source = source.Next)
        {
            if (source.DataLength > startOffset && !TryDescribe(source, startOffset, source.DataLength - startOffset, target))
            {
                return AbandonDerived(ref whole);
            }
        }

        return target.Retreat(dataOffsetDelta, backFill).IsSuccess || AbandonDerived(ref whole);
    }

    private static bool AbandonDerived([NotNullWhen(true)] ref NetBufferList? derived)
    {
        derived!.Free();
        derived = null;
        return false;
    }

    /// <summary>Appends new describing MDLs over a part of <paramref name="source"/> to <paramref name="target"/>.</summary>
    private static bool TryDescribe(NetBuffer source, int offset, int length, NetBuffer target)
    {
        if (length == 0)
        {
            return true;
        }

        MdlCursor cursor = source.GetCursor(offset);
        while (length > 0)
        {
            if (!source.Pool.Kernel.Mdls.TryRent(out Mdl? mdl))
            {
                return false;
            }

            int piece = Math.Min(length, cursor.Available);
            mdl.Buffer = cursor.Mdl.Buffer;
            mdl.Offset = cursor.Mdl.Offset + cursor.Offset;
            mdl.ByteCount = piece;
            target.AppendMdl(mdl);
            cursor.Skip(piece);
            length -= piece;
        }

        return true;
    }

    private bool TryBeginDerived(NetBufferListPool pool, [NotNullWhen(true)] out NetBufferList? derived)
    {
        if (pool.BlockSize != 0)
        {
            throw new ArgumentException($"Pool '{pool.Name}' has data memory; derived lists need a pool without.", nameof(pool));
        }

        if (!pool.TryRent(out derived))
        {
            return false;
        }

        derived.Parent = this;
        ChildCount++;
        return true;
    }

    /// <summary>The net buffer of the list to fill next: its own first, then rented ones.</summary>
    private bool TryNextNetBuffer([NotNullWhen(true)] ref NetBuffer? last)
    {
        if (last is null)
        {
            last = FirstNetBuffer;
            return true;
        }

        if (!Pool.TryRentNetBuffer(out NetBuffer? next))
        {
            last = null;
            return false;
        }

        last.Next = next;
        last = next;
        return true;
    }
}
