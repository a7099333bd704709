using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The context stack: strictly last-in first-out across drivers.</content>
public sealed partial class NetBufferList
{
    /// <summary>Context sizes are multiples of this (MEMORY_ALLOCATION_ALIGNMENT of a 64-bit system).</summary>
    public const int ContextAlignment = 16;

    private readonly NetBufferListContext? _ownContext;

    /// <summary>The top block of the context stack, or null when nothing was ever pushed (NET_BUFFER_LIST.Context).</summary>
    public NetBufferListContext? Context => _handles.Context;

    /// <summary>The used bytes of the top block (NET_BUFFER_LIST_CONTEXT_DATA_START): the newest push first.</summary>
    public Span<byte> ContextData => _handles.Context is { } top ? top.Used : default;

    /// <summary>Pushes <paramref name="size"/> zeroed context bytes. The driver pops them before it hands the list back.</summary>
    /// <param name="size">A positive multiple of <see cref="ContextAlignment"/>.</param>
    /// <param name="backFill">Further bytes to allocate for drivers below when memory has to be allocated anyway.</param>
    /// <returns>Success, or InvalidParameter for a size that is no multiple.</returns>
    /// <remarks>IRQL: at most Dispatch. Does not allocate while pools report enough context (ContextBackFillSize).</remarks>
    [WindowsDdi("NdisAllocateNetBufferListContext")]
    public NtStatus PushContext(int size, int backFill = 0)
    {
        if (size <= 0 || size % ContextAlignment != 0 || backFill < 0)
        {
            return NdisStatus.InvalidParameter;
        }

        NetBufferListContext? top = _handles.Context;
        if (top is null || top.Offset < size)
        {
            NetBufferListContext block = Pool.RentContext(size + backFill);
            block.Next = top;
            _handles.Context = block;
            top = block;
        }

        top.Push(size, Pool.Kernel.Verifier is not null);
        return NtStatus.Success;
    }

    /// <summary>Pops the newest <paramref name="size"/> context bytes: exactly what this driver pushed.</summary>
    /// <exception cref="BugCheckException">The newest push has another size: drivers popped out of order, or twice.</exception>
    [WindowsDdi("NdisFreeNetBufferListContext")]
    public void PopContext(int size)
    {
        if (_handles.Context is not { } top || !top.TryPop(size))
        {
            NdisBugCheck.ContextOrder(this, size);
            return;
        }

        if (top.IsEmpty && top != _ownContext)
        {
            _handles.Context = top.Next;
            Pool.ReturnContext(top);
        }
    }

    private void DropContexts()
    {
        while (_handles.Context is { } top && top != _ownContext)
        {
            _handles.Context = top.Next;
            Pool.ReturnContext(top);
        }
    }
}
