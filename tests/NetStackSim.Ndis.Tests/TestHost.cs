using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests;

/// <summary>A loop with one host, for tests of NDIS alone.</summary>
internal sealed class TestHost
{
    public TestHost(bool verifier = true, int processors = 1, RegistryHive? registry = null)
    {
        Loop = new EventLoop();
        Kernel = new SimKernel(Loop, new SimKernelOptions { Name = "host", Verifier = verifier, ProcessorCount = processors, Registry = registry });
    }

    public EventLoop Loop { get; }

    public SimKernel Kernel { get; }

    /// <summary>A pool with data memory.</summary>
    public NetBufferListPool DataPool(int dataSize = 1514, int headRoom = 64, int contextSize = 0, int? quota = null) =>
        new(Kernel, new NetBufferListPoolOptions { Name = "test/data", DataSize = dataSize, HeadRoom = headRoom, ContextSize = contextSize, Quota = quota });

    /// <summary>A pool of lists without memory.</summary>
    public NetBufferListPool BarePool(int? quota = null) =>
        new(Kernel, new NetBufferListPoolOptions { Name = "test/bare", Quota = quota });

    /// <summary>A list whose data is the bytes 0, 1, 2, ... of the given length.</summary>
    public static NetBufferList Filled(NetBufferListPool pool, int length, int start = 0)
    {
        NetBufferList list = pool.Get();
        list.FirstNetBuffer.DataLength = length;
        list.FirstNetBuffer.CopyFrom(0, Pattern(length, start));
        return list;
    }

    public static byte[] Pattern(int length, int start = 0)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(start + i);
        }

        return bytes;
    }

    public static byte[] DataOf(NetBuffer buffer)
    {
        byte[] bytes = new byte[buffer.DataLength];
        Assert.Equal(bytes.Length, buffer.CopyTo(0, bytes));
        return bytes;
    }

    /// <summary>An MDL chain of fresh memory with the given lengths.</summary>
    public static Mdl Chain(params int[] lengths)
    {
        Mdl? head = null;
        Mdl? tail = null;
        foreach (int length in lengths)
        {
            Mdl mdl = Mdl.Over(new byte[length]);
            head ??= mdl;
            if (tail is not null)
            {
                tail.Next = mdl;
            }

            tail = mdl;
        }

        return head!;
    }
}
