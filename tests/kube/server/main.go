// The API server of Kubernetes with its etcd, in one process that ends with a signal.
// Takes the flags of kube-apiserver; $ETCD names the folder of etcd's data.
package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(run())
}

func run() int {
	store, address, err := startStore(os.Getenv("ETCD"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "etcd:", err)
		return 1
	}
	defer store.Close()
	server := app.NewAPIServerCommand()
	server.SetArgs(append(os.Args[1:], "--etcd-servers="+address))
	return cli.Run(server)
}

// startStore starts etcd on loopback and tells its address when it answers.
func startStore(folder string) (*embed.Etcd, string, error) {
	clients, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	peers, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{clients}, []url.URL{clients}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peers}, []url.URL{peers}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	store, err := embed.StartEtcd(config)
	if err != nil {
		return nil, "", err
	}
	select {
	case <-store.Server.ReadyNotify():
		return store, clients.String(), nil
	case <-time.After(time.Minute):
		store.Close()
		return nil, "", fmt.Errorf("not ready after a minute")
	}
}

// freeAddress is an address on loopback that nobody listens on.
func freeAddress() (url.URL, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return url.URL{}, err
	}
	defer listener.Close()
	return url.URL{Scheme: "http", Host: listener.Addr().String()}, nil
}
