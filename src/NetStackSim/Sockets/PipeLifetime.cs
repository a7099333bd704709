using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>Ends the connection of a pipe once both its sides are complete: gracefully, in the background.</summary>
internal sealed class PipeLifetime(SimKernel kernel, WskConnectionSocket socket)
{
    private int _open = 2;

    /// <summary>One side is complete; the writer after its FIN was acknowledged, or its connection reset.</summary>
    public void SideCompleted()
    {
        if (--_open == 0)
        {
            ConnectionCloser.CloseGracefully(kernel, socket, isShutDown: true);
        }
    }
}
